-- Records that could not be used
select reason, topic, count(*) as records, min("offset") as first_offset, any_value(detail) as for_instance
from rejected
group by reason, topic
order by records desc;
