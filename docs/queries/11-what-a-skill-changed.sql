-- Reward of the turns that had a skill, and of all the agent's turns
with sets as (
  select agent_id, skills, count(reward) as turns, sum(reward) as total
  from scored_turns
  group by agent_id, skills),
helped as (
  select agent_id, unnest(skills) as skill, turns, total
  from sets),
every as (
  select agent_id, sum(total) / nullif(sum(turns), 0) as reward
  from sets
  group by agent_id)
select h.agent_id, h.skill, sum(h.turns) as turns, round(sum(h.total) / nullif(sum(h.turns), 0), 3) as reward,
       round(any_value(e.reward), 3) as of_all
from helped h
join every e on e.agent_id = h.agent_id
group by h.agent_id, h.skill
order by turns desc;
