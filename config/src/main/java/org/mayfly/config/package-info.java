/** What an operator sets: every setting has a name, a default, a unit and a meaning, and exists nowhere else. */
@NullMarked
package org.mayfly.config;

import org.jspecify.annotations.NullMarked;
