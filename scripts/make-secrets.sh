#!/bin/sh
# Creates the certificates, keys, passwords and tokens that docker-compose.yml reads from ./secrets, and Kubernetes from
# deploy/kubernetes/secrets/files; keeps existing ones.
# Add the platform's token and webhook secret by hand. Needs openssl 3. Run it on a machine that you trust.
set -eu
umask 077
dir=${1:-secrets}
days=825 # the maximum that browsers accept; to renew, delete the *.crt of a part and run this again
mkdir -p "$dir"
cd "$dir"

missing() { [ ! -s "$1" ]; }
random() { openssl rand -hex 24 | tr -d '\n'; }
encode() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

if missing ca_certificate; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj '/CN=Notice Desk internal CA' \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' -keyout ca_key -out ca_certificate 2>/dev/null
fi

# certificate NAME USAGE DNS: creates a key and a certificate of the CA.
certificate() {
  missing "$1_certificate" || return 0
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$3" -keyout "$1_key" -out "$1.csr" 2>/dev/null
  printf 'subjectAltName=DNS:%s\nextendedKeyUsage=%s\n' "$3" "$2" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca_certificate -CAkey ca_key -CAcreateserial -days "$days" -extfile "$1.ext" \
    -out "$1_certificate" 2>/dev/null
  rm "$1.csr" "$1.ext"
}
certificate temporal serverAuth,clientAuth temporal
certificate temporal_keys serverAuth temporal-keys
certificate temporal_postgres serverAuth temporal-postgres
certificate postgres serverAuth postgres
certificate desk clientAuth notice-desk

# Temporal accepts tokens of this key: the desk's token for its namespace, the set-up's token for creating it.
if missing temporal_jwks; then
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out temporal_token_key 2>/dev/null
  modulus=$(openssl rsa -in temporal_token_key -noout -modulus | cut -d= -f2 | xxd -r -p | encode)
  printf '{"keys":[{"kty":"RSA","alg":"RS256","use":"sig","kid":"desk","n":"%s","e":"AQAB"}]}' "$modulus" >temporal_jwks
fi
# token FILE SUBJECT PERMISSION DAYS
token() {
  missing "$1" || return 0
  head=$(printf '{"alg":"RS256","typ":"JWT","kid":"desk"}' | encode)
  body=$(printf '{"sub":"%s","permissions":["%s"],"exp":%s}' "$2" "$3" "$(($(date +%s) + $4 * 86400))" | encode)
  sign=$(printf '%s.%s' "$head" "$body" | openssl dgst -sha256 -sign temporal_token_key -binary | encode)
  printf '%s.%s.%s' "$head" "$body" "$sign" >"$1"
}
token temporal_api_key notice-desk default:write "$days"
token temporal_setup_key setup temporal-system:admin 30

missing payload_key && openssl rand -base64 32 | tr -d '\n' >payload_key
for key in approval audit receipt letter; do
  missing "${key}_signing_key" && openssl genpkey -algorithm ed25519 -out "${key}_signing_key"
done
# Bytes 8 to 39 of the key in DER are its secret number.
missing push_signing_key && openssl ecparam -name prime256v1 -genkey -noout -outform DER | tail -c +8 | head -c 32 | encode >push_signing_key
missing pager_webhook_secret && printf 'whsec_%s' "$(openssl rand -base64 32)" >pager_webhook_secret
openssl pkey -in approval_signing_key -pubout -outform DER | tail -c 32 | openssl base64 -A >approval_public_key

missing database_admin_password && random >database_admin_password
missing temporal_database_password && random >temporal_database_password
at='postgres:5432/notice_desk?sslmode=verify-full&sslrootcert=/run/secrets/ca_certificate'
printf 'postgres://postgres:%s@%s' "$(cat database_admin_password)" "$at" >database_url_admin
logins='owner api worker enforcement watchdog mail reader'
missing database_passwords && for login in $logins; do echo "$login=$(random)"; done >database_passwords
for login in $logins; do
  password=$(sed -n "s/^$login=//p" database_passwords)
  printf 'postgres://notice_desk_%s:%s@%s' "$login" "$password" "$at" >"database_url_$login"
done

# Containers read the files as another user, so only the folder protects them from other users of this machine.
chmod 700 .
chmod 644 ./*
chmod 600 ca_key temporal_token_key
for wanted in platform_token platform_webhook_secret; do
  missing "$wanted" && echo "still missing: $dir/$wanted" >&2
done
echo "APPROVAL_PUBLIC_KEYS=$(cat approval_public_key)"
