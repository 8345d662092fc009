/**
 * What a device keeps in its home folder. Every record is sealed under a random key of its own that lies in a slot;
 * a record is deleted by overwriting its slot in place and flushing. Nothing is written in clear, and no name of a
 * record either. This holds at the level of files: a disk that remaps blocks, or a snapshot, may remember.
 */
@NullMarked
package org.mayfly.client.vault;

import org.jspecify.annotations.NullMarked;
