/** What a person sees when something went wrong: a sentence, never a stack trace. */
@NullMarked
package org.mayfly.admin.fault;

import org.jspecify.annotations.NullMarked;
