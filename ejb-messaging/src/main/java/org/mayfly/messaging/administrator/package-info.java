/** Administrators' accounts: passwords by Argon2id, one-time codes by RFC 6238, no default credential. */
@NullMarked
package org.mayfly.messaging.administrator;

import org.jspecify.annotations.NullMarked;
