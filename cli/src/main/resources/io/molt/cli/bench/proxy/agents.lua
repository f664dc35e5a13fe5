-- Agents as they talk: 20 kB of prompt, every turn sends the whole conversation again and adds to it, then a new one begins.
local words = {"deploy", "the", "service", "after", "migration", "ticket", "status", "please", "check", "logs", "of",
  "build", "failed", "because", "timeout", "retry", "with", "version", "before", "release", "notes", "table", "column"}
local SESSIONS, TURNS = 32, 10
local thread_number = 0

function setup(thread)
  thread:set("id", thread_number)
  thread_number = thread_number + 1
end

local function prose(length)
  local parts, size = {}, 0
  while size < length do
    local word = words[math.random(#words)]
    parts[#parts + 1] = word
    size = size + #word + 1
  end
  return table.concat(parts, " ")
end

local function message(role, length)
  return '{"role":"' .. role .. '","content":"' .. prose(length) .. '"}'
end

local function begin(name)
  local messages = {message("system", 12000)}
  for _ = 1, 8 do
    messages[#messages + 1] = message("user", 400)
    messages[#messages + 1] = message("assistant", 400)
  end
  return {name = name, turn = 0, said = table.concat(messages, ",")}
end

function init(args)
  math.randomseed(7 + id)
  sessions, current, begun = {}, 0, 0
  for n = 1, SESSIONS do
    begun = begun + 1
    sessions[n] = begin("w" .. id .. "-" .. begun)
  end
end

function request()
  current = current % SESSIONS + 1
  local session = sessions[current]
  session.turn = session.turn + 1
  if session.turn > TURNS then
    begun = begun + 1
    session = begin("w" .. id .. "-" .. begun)
    session.turn = 1
    sessions[current] = session
  end
  session.said = session.said .. ',{"role":"user","content":"and now? ' .. prose(60) .. '"}'
  local body = '{"model":"mock","messages":[' .. session.said .. '],"temperature":0.7}'
  session.said = session.said .. ',{"role":"assistant","content":"All is well, the release is out."}'
  return wrk.format("POST", "/v1/chat/completions", {
    ["content-type"] = "application/json",
    ["authorization"] = "Bearer sk-bench",
    ["x-session-id"] = session.name
  }, body)
end
