-- Batches, and the turns that taught each version
with examples as (
  select agent_id, batch, parent, method, unnest(turn_ids) as turn_id
  from batches)
select e.agent_id, e.batch as version, e.parent, e.method, e.turn_id, t.policy, t.reward, t.hint
from examples e
left join scored_turns t on t.turn_id = e.turn_id
order by e.agent_id, e.batch, t.agent_seq;
