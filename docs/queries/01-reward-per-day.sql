-- Reward per day and agent
select day, agent_id, count(*) as turns, count(reward) as scored, round(avg(reward), 3) as reward,
       count(*) filter (where reward < 0) as failures
from scored_turns
where kind = 'main'
group by day, agent_id
order by day, agent_id;
