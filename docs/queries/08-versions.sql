-- Which version answered what, and how well
select agent_id, policy, min(requested_at) as first_at, max(requested_at) as last_at, count(*) as turns,
       round(avg(reward), 3) as reward
from scored_turns
where kind = 'main'
group by agent_id, policy
order by agent_id, first_at;
