-- Outcomes of sessions, beside the rewards of their turns
with rewards as (
  select agent_id, session_id, count(*) as turns, round(avg(reward), 3) as reward
  from scored_turns
  group by agent_id, session_id)
select o.agent_id, o.session_id, o.value as outcome, r.turns, r.reward, o.recorded_at
from outcomes o
left join rewards r on r.agent_id = o.agent_id and r.session_id = o.session_id
order by o.recorded_at desc
limit 50;
