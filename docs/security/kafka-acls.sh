#!/bin/sh
# Gives each service of Presage the rights in Kafka that it needs, and no others.
#
#   docs/security/kafka-acls.sh --bootstrap-server kafka:9093 --command-config admin.properties
#
# Options are handed on to kafka-acls. Environment: KAFKA_ACLS, the command (default kafka-acls.sh, as in Kafka's bin folder);
# PREFIX, as broker.kafka.prefix (default presage.); PRINCIPAL, what precedes a service's name (default User:presage-).
# The topics must be there, or a service needs the right to make them: run `presage topics` once, as an administrator.
set -eu
kafka_acls=${KAFKA_ACLS:-kafka-acls.sh}
prefix=${PREFIX-presage.}
principal=${PRINCIPAL-User:presage-}

# allow SERVICE OPERATION RESOURCE NAME [more options]
allow() {
  service=$1 operation=$2 resource=$3 name=$4
  shift 4
  "$kafka_acls" $options --add --allow-principal "$principal$service" --operation "$operation" \
    "--$resource" "$prefix$name" "$@"
}
read_topics() { who=$1; shift; for topic; do allow "$who" Read topic "$topic"; done; }
write_topics() { who=$1; shift; for topic; do allow "$who" Write topic "$topic"; done; }
# Its place in what it reads, and the transactions that move it, one for each partition.
consume() {
  allow "$1" Read group "$1"
  allow "$1" Write transactional-id "$1." --resource-pattern-type prefixed
}
# How far a group is behind.
watch() { who=$1; shift; for group; do allow "$who" Describe group "$group"; done; }

options=$*

write_topics bridge samples feedback rejected

consume features
read_topics features samples features.state
write_topics features features features.state

consume scorer
read_topics scorer features feedback scorer.state
write_topics scorer predictions alarms scorer.state

consume grouper
read_topics grouper alarms grouper.state
write_topics grouper failures groups grouper.state

consume quality
read_topics quality features feedback quality.state
write_topics quality breaches quality-days quality.state

consume publisher
read_topics publisher predictions failures groups feedback breaches publisher.state
write_topics publisher publisher.state

consume console
read_topics console samples features predictions failures groups feedback breaches quality-days rejected
write_topics console feedback
watch console features scorer grouper quality publisher
allow console Describe topic alarms
