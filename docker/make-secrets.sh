#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, each once: what is there is never replaced.
#   sh docker/make-secrets.sh [folder]
set -eu
folder=${1:-secrets}

umask 077
mkdir -p "$folder"
random() { od -An -tx1 -N32 /dev/urandom | tr -d ' \n'; }
key() { head -c 32 /dev/urandom | base64 | tr -d '\n'; }
# Containers read them as another user than the one who made them; the folder keeps everybody else out.
keep() {
    if [ -e "$folder/$1" ]; then return; fi
    printf '%s\n' "$2" > "$folder/$1"
    chmod 444 "$folder/$1"
    echo "made $folder/$1"
}

keep postgres-password "$(random)"
keep database-url "postgres://entente:$(cat "$folder/postgres-password")@postgres:5432/entente"
keep turn-secret "$(random)"
keep blob-url "file:///var/lib/entente/files"
keep keys.json "{\"sessionPepper\": \"$(key)\", \"encryptionKey\": \"$(key)\"}"
