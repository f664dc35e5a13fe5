-- Skills, and the turns that led to them
with origins as (
  select agent_id, name, version, status, description, unnest(turn_ids) as turn_id
  from skills)
select o.agent_id, o.name, o.version, o.status, o.description, o.turn_id, t.reward, t.next_text
from origins o
left join scored_turns t on t.turn_id = o.turn_id
order by o.agent_id, o.name, o.version;
