-- Reward of the turns that had a skill, and of all the agent's turns
with helped as (
  select agent_id, unnest(skills) as skill, reward
  from scored_turns
  where reward is not null),
every as (
  select agent_id, avg(reward) as reward
  from scored_turns
  group by agent_id)
select h.agent_id, h.skill, count(*) as turns, round(avg(h.reward), 3) as reward, round(any_value(e.reward), 3) as of_all
from helped h
join every e on e.agent_id = h.agent_id
group by h.agent_id, h.skill
order by turns desc;
