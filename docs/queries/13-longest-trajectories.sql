-- The longest trajectories, and what they earned
select agent_id, session_id, len(turn_ids) as turns, list_sum(rewards) as reward, list_distinct(policies) as policies,
       closed_at
from trajectories
order by turns desc
limit 20;
