/**
 * What a person does with the account's passphrase, or with the recovery key. Rule: the identity key is at hand only while
 * an {@link org.mayfly.client.account.OpenAccount} is, and that is closed when the call ends.
 */
@NullMarked
package org.mayfly.client.account;

import org.jspecify.annotations.NullMarked;
