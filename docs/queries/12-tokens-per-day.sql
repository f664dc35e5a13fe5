-- Sessions, turns and tokens per day
select day, agent_id, count(distinct session_id) as sessions, count(*) as turns, sum(prompt_tokens) as prompt_tokens,
       sum(reply_tokens) as reply_tokens, count(*) filter (where status <> 200) as failed
from turns
group by day, agent_id
order by day, agent_id;
