# What this machine can do at best: fsync, inserts per second, cryptography; sourced by peers.sh.

limits() {
    need_root limits
    local bin round clients own=no work=$BENCH_HOME/pg/limits
    bin=$(pg_bin)
    [ -e "$BENCH_HOME/peers.properties" ] || die "run 'setup' first"
    running pg > /dev/null || { start_server pg; own=yes; }
    mkdir -p "$work"
    chown postgres: "$work"
    say "== fsync"
    for round in 1 2 3; do as postgres "$bin/pg_test_fsync" -s 2 -f "$work/file" 2> /dev/null | grep -m3 -E 'fdatasync|fsync ' || true; done
    rm -f "$work/file"
    cat > "$work/one-row.sql" <<'X'
\set r random(1,1000)
insert into m(rcpt, body) values (:r, decode(repeat('a1b2c3d4', 256), 'hex'));
X
    cat > "$work/64-rows.sql" <<'X'
insert into m(rcpt, body) select g, decode(repeat('a1b2c3d4', 256), 'hex') from generate_series(1, 64) g;
X
    sql -d bench -c 'drop table if exists m' -c 'create table m(id bigserial primary key, rcpt int not null, body bytea not null)' 2> /dev/null
    bench() { # FILE CLIENTS
        "$bin/pgbench" -h 127.0.0.1 -p "$PORT_PG" -U postgres -n -M prepared -f "$work/$1.sql" -c "$2" -j 1 -T 5 bench 2> /dev/null \
            | awk -v c="$2" '/latency average/ {l = $4} /^tps/ {t = $3} END {printf "clients=%s commits/s=%.0f latency=%s ms\n", c, t, l}'
        sql -d bench -c 'truncate m'
    }
    say "== one row of 1 KiB per commit"
    for round in 1 2 3; do for clients in 1 8 32 64; do bench one-row "$clients"; done; done
    say "== 64 rows of 1 KiB per commit"
    for round in 1 2 3; do for clients in 1 2 4; do bench 64-rows "$clients"; done; done
    sql -d bench -c 'drop table m'
    say "== cryptography"
    openssl speed -seconds 2 ecdhp521 ecdsap521 ecdhx25519 ed25519 2> /dev/null | tail -8
    openssl speed -seconds 2 -evp aes-256-gcm -bytes 1024 2> /dev/null | tail -2
    say "== load of the machine"
    uptime
    [ $own = no ] || halt pg INT
}
