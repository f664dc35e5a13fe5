-- The worst turns, and what should have been done instead
select agent_id, turn_id, reward, next_text, hint
from scored_turns
where reward < 0
order by reward, sequenced_at desc
limit 20;
