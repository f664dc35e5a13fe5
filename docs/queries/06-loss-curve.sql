-- Loss, distance to the base policy and gradient of each step
select agent_id, version, status, metrics['loss'] as loss, metrics['kl_base'] as kl_base,
       metrics['grad_norm'] as grad_norm, metrics['tokens'] as tokens
from steps
order by agent_id, version;
