local floor = math.floor
local byte = string.byte

local function make_text(n)
  local letters = {}
  local seed = 3
  for i = 1, n do
    seed = seed * 16807 % 2147483647
    local letter = floor(seed / 7) % 3 + 1
    letters[i] = string.sub("abc", letter, letter)
  end
  return table.concat(letters)
end

local function failures(pattern)
  local fail = {0}
  local k = 0
  for i = 2, #pattern do
    while k > 0 and byte(pattern, i) ~= byte(pattern, k + 1) do
      k = fail[k]
    end
    if byte(pattern, i) == byte(pattern, k + 1) then
      k = k + 1
    end
    fail[i] = k
  end
  return fail
end

local function kmp(text, pattern)
  local fail = failures(pattern)
  local count = 0
  local k = 0
  for i = 1, #text do
    while k > 0 and byte(text, i) ~= byte(pattern, k + 1) do
      k = fail[k]
    end
    if byte(text, i) == byte(pattern, k + 1) then
      k = k + 1
    end
    if k == #pattern then
      count = count + 1
      k = fail[k]
    end
  end
  return count
end

local function longest_run(text)
  local best = 0
  local run = 0
  local last = -1
  for i = 1, #text do
    local ch = byte(text, i)
    if ch == last then
      run = run + 1
    else
      run = 1
      last = ch
    end
    if run > best then
      best = run
    end
  end
  return best
end

local function main()
  local text = make_text(20000)
  local total = 0
  for start = 0, 299 do
    local pattern = string.sub(text, start * 7 + 1, start * 7 + 3 + start % 5)
    total = total * 3 % 1000003 + kmp(text, pattern) + longest_run(text)
  end
  print(total)
end

main()
