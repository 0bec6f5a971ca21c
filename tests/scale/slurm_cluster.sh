# shellcheck shell=bash disable=SC2154,SC2164
# Sourced, not run: a Slurm of two nodes, n1 and n2, on the loopback of this machine, below
# $workspace/slurm. It has its own configuration, munge key, sockets and ports, and shares nothing
# with a Slurm that the machine may have.

slurm=$workspace/slurm

free_ports() {
  /usr/bin/python3 -c '
import socket
held = [socket.socket() for _ in range(3)]
for one in held: one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in held))'
}

# Without RequeueExit, as clusters come: a killed shard asks for its own return. cred_expire is how
# long a job waits before it starts again; its default of 120 s is for real networks.
write_configuration() {
  local host controller first second
  host=$(hostname -s)
  read -r controller first second < <(free_ports)
  cat > "$slurm/slurm.conf" <<END
ClusterName=cadis
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$slurm/munge/munge.sock,cred_expire=5
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmctldPort=$controller
StateSaveLocation=$slurm/state
SlurmdSpoolDir=$slurm/spool-%n
SlurmctldPidFile=$slurm/slurmctld.pid
SlurmdPidFile=$slurm/slurmd-%n.pid
SlurmctldLogFile=$slurm/log/slurmctld.log
SlurmdLogFile=$slurm/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_min_interval=100000,bf_interval=1
SlurmdParameters=config_overrides
ReturnToService=2
SlurmdTimeout=6
KillWait=2
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$first CPUs=1 RealMemory=4000
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$second CPUs=1 RealMemory=4000
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
END
}

start_munge() {
  install -d -m 0711 -o munge -g munge "$slurm/munge"
  head -c 1024 /dev/urandom > "$slurm/munge/munge.key"
  chown munge:munge "$slurm/munge/munge.key"
  chmod 0400 "$slurm/munge/munge.key"
  runuser -u munge -- munged --socket="$slurm/munge/munge.sock" --key-file="$slurm/munge/munge.key" \
    --pid-file="$slurm/munge/munged.pid" --log-file="$slurm/munge/munged.log" \
    --seed-file="$slurm/munge/munged.seed"
}

start_node() { slurmd -f "$slurm/slurm.conf" -N "$1"; }

# The node's daemon dies; what runs on the node lives on, as where its network is cut.
kill_daemon_of() { kill -9 "$(< "$slurm/slurmd-$1.pid")"; }

both_idle() { [[ $(sinfo --noheader --Node --format %T 2>/dev/null | grep -cx idle) == 2 ]]; }

start_cluster() {
  mkdir -p "$slurm"/{state,log,spool-n1,spool-n2}
  chmod 0711 "$slurm"
  write_configuration
  export SLURM_CONF=$slurm/slurm.conf
  start_munge
  slurmctld -f "$slurm/slurm.conf" -i
  start_node n1
  start_node n2
  eventually 30 both_idle
}

# Daemons, steps and tasks: all that was started with this cluster's configuration, and nothing else.
processes_of_cluster() {
  grep -alsF "SLURM_CONF=$slurm/slurm.conf" /proc/[0-9]*/environ | cut -d / -f 3 | grep -vx "$$" || true
}

stop_cluster() {
  local pid tries
  export -n SLURM_CONF  # or grep finds itself
  if [[ -f $slurm/munge/munged.pid ]]; then kill -9 "$(< "$slurm/munge/munged.pid")" 2>/dev/null || true; fi
  for tries in {1..50}; do  # a daemon that dies may just have started something
    pid=$(processes_of_cluster)
    if [[ -z $pid ]]; then return 0; fi
    # shellcheck disable=SC2086  # several numbers
    kill -9 $pid 2>/dev/null || true
    sleep 0.1
  done
  echo "after $tries tries these are left: $pid" >&2
}
