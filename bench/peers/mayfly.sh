# Mayfly as one of the peers: the archive of this build, unpacked, with limits for a load from one machine; sourced by peers.sh.

MAYFLY_DATA=$BENCH_HOME/mayfly/data

mayfly() {
    (
        export MAYFLY_DATA MAYFLY_HTTPS_PORT=$PORT_MAYFLY MAYFLY_ADMIN_PORT=$PORT_MAYFLY_ADMIN
        ulimit -n "$OPEN_FILES" || say "open files stay at $(ulimit -n)"
        "$BENCH_HOME/mayfly/home/bin/mayfly" "$@"
    )
}
mayfly_pid() { cut -d' ' -f1 "$MAYFLY_DATA/run/payara.pid"; }
mayfly_runs() { [ -e "$BENCH_HOME/mayfly/home/bin/mayfly" ] && mayfly_ready; }
mayfly_ready() { curl -sf --cacert "$MAYFLY_DATA/tls/ca.pem" "https://localhost:$PORT_MAYFLY/api/v1/ready" > /dev/null 2>&1; }

configure_mayfly() {
    local archives=("$HERE"/../../ear/target/mayfly-*.tar.gz)
    [ -e "${archives[0]}" ] || die "no archive is built: mvn -q verify -DskipTests"
    mayfly_runs && die "stop mayfly first"
    rm -rf "$BENCH_HOME/mayfly/home"
    mkdir -p "$BENCH_HOME/mayfly/home"
    tar -xzf "${archives[0]}" -C "$BENCH_HOME/mayfly/home" --strip-components=1
    mkdir -p -m 700 "$MAYFLY_DATA"
    # one machine is everybody here, and nobody sends so much by hand
    cat > "$MAYFLY_DATA/limits.properties" <<X
submissions=1000000
log-ins=100000
prekey-claims=1000000
kem-prekey-claims=1000000
mailbox-entries=1000000
source-connections=1000000
source-log-ins=1000000
source-invitations=1000000
source-enrolments=1000000
source-api-calls=1000000
X
}

start_mayfly() {
    if mayfly_ready; then say "mayfly already runs (pid $(mayfly_pid))"; return; fi
    if ! [ -e "$MAYFLY_DATA/run/launcher.pid" ] || ! kill -0 "$(cut -d' ' -f1 "$MAYFLY_DATA/run/launcher.pid")" 2> /dev/null; then
        mayfly start >> "$BENCH_HOME/log/mayfly.out" 2>&1 || die "mayfly does not start, see $BENCH_HOME/log/mayfly.out"
    fi
    local try
    for try in $(seq 240); do mayfly_ready && break; sleep 0.5; done
    mayfly_ready || die "mayfly is not ready, see $MAYFLY_DATA/logs"
    [ -s "$MAYFLY_DATA/run/bench-token" ] || (umask 077; mayfly token create --name bench --scope admin > "$MAYFLY_DATA/run/bench-token")
    say "mayfly runs on localhost:$PORT_MAYFLY (pid $(mayfly_pid))"
}

stop_mayfly() { if [ -e "$MAYFLY_DATA/run/launcher.pid" ]; then mayfly stop; fi; }

# the launcher starts the server again by itself
kill_mayfly() {
    local pid
    pid=$(mayfly_pid)
    kill -KILL "$pid"
    while kill -0 "$pid" 2> /dev/null; do sleep 0.05; done
}
