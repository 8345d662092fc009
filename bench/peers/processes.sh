# Starts and stops one server each; sourced by peers.sh. A pid file holds "PID START_TIME": a pid that was given to another program
# meanwhile is left alone.

# nothing for a process that is gone or ended (a zombie stays in /proc until its parent takes note)
start_time() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
    set -- ${stat##*) }
    case $1 in Z|X) ;; *) printf '%s' "${20}" ;; esac
}

# prints the pid if the process of this pid file still runs (same pid and same start time)
running() {
    local pid started
    [ -r "$BENCH_HOME/run/$1.pid" ] || return 1
    read -r pid started < "$BENCH_HOME/run/$1.pid" || return 1
    [ -n "$started" ] && [ "$(start_time "$pid")" = "$started" ] || return 1
    printf '%s' "$pid"
}
port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# launch NAME USER PORT DIRECTORY COMMAND...: runs the command detached (setsid), waits for the port, writes the pid file
launch() {
    local name=$1 user=$2 port=$3 dir=$4 pid child try
    shift 4
    if pid=$(running "$name"); then say "$name already runs (pid $pid)"; return; fi
    port_open "$port" && die "port $port, wanted for $name, is taken by another program"
    (
        ulimit -n "$OPEN_FILES" || say "open files stay at $(ulimit -n)"
        cd "$dir"
        exec setsid setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups --inh-caps=-all -- "$@"
    ) >> "$BENCH_HOME/log/$name.out" 2>&1 < /dev/null &
    pid=$!
    write_pid "$name" "$pid"
    for try in $(seq 240); do
        [ -n "$(start_time "$pid")" ] || { rm -f "$BENCH_HOME/run/$name.pid"; die "$name ended at once, see $BENCH_HOME/log/$name.out"; }
        port_open "$port" && break
        sleep 0.25
    done
    port_open "$port" || { halt "$name"; die "$name did not open port $port, see $BENCH_HOME/log/$name.out"; }
    child=$(pgrep -P "$pid" -x beam.smp || true) # ejabberdctl stays as a parent shell; measure and kill the server itself
    [ -z "$child" ] || write_pid "$name" "$child"
    say "$name runs on 127.0.0.1:$port (pid ${child:-$pid})"
}
write_pid() { printf '%s %s\n' "$2" "$(start_time "$2")" > "$BENCH_HOME/run/$1.pid"; }

# halt NAME [SIGNAL]: asks, waits up to 20 s, then kills; only the process of the pid file
halt() {
    local name=$1 signal=${2:-TERM} pid try
    if pid=$(running "$name"); then
        kill -s "$signal" "$pid" 2>/dev/null || true
        for try in $(seq 80); do running "$name" > /dev/null || break; sleep 0.25; done
        if pid=$(running "$name"); then say "$name did not end, killing it"; kill -KILL "$pid" 2>/dev/null || true; sleep 0.5; fi
        say "$name stopped"
    fi
    rm -f "$BENCH_HOME/run/$name.pid"
}
