local source = "while (count_1 < 4096) { total = total + a[i] * 31; /* sum ** up */ i = i + 0x1F; } // done\n"

local function is_letter(c)
  return 97 <= c and c <= 122 or 65 <= c and c <= 90 or c == 95
end

local function is_digit(c)
  return 48 <= c and c <= 57
end

local function scan(codes, n)
  local state = 0
  local names, numbers, comments, others = 0, 0, 0, 0
  for i = 1, n do
    local c = codes[i]
    local fresh = true -- whether c may begin a token
    if state == 1 then -- in a name
      if is_letter(c) or is_digit(c) then
        fresh = false
      else
        state = 0
      end
    elseif state == 2 then -- in a number
      if is_digit(c) or is_letter(c) then
        fresh = false
      else
        state = 0
      end
    elseif state == 3 then -- behind a slash
      if c == 42 then
        state = 4
        comments = comments + 1
        fresh = false
      elseif c == 47 then
        state = 6
        comments = comments + 1
        fresh = false
      else
        others = others + 1
        state = 0
      end
    elseif state == 4 then -- in a comment
      if c == 42 then
        state = 5
      end
      fresh = false
    elseif state == 5 then -- behind a star in a comment
      if c == 47 then
        state = 0
      elseif c ~= 42 then
        state = 4
      end
      fresh = false
    elseif state == 6 then -- in a comment to the end of the line
      if c == 10 then
        state = 0
      end
      fresh = false
    end
    if fresh then
      if is_letter(c) then
        state = 1
        names = names + 1
      elseif is_digit(c) then
        state = 2
        numbers = numbers + 1
      elseif c == 47 then
        state = 3
      elseif c ~= 32 and c ~= 10 then
        others = others + 1
      end
    end
  end
  return names + 3 * numbers + 5 * comments + 7 * others
end

local function main()
  local text = string.rep(source, 500)
  local codes = {}
  for i = 1, #text do
    codes[i] = string.byte(text, i)
  end
  local total = 0
  for k = 1, 450 do
    total = total * 3 % 1000003 + scan(codes, #codes)
  end
  print(total)
end

main()
