#pragma once

/// What a process asks of malloc so that the runs it forks write little of the memory they share
/// with it. SimGrid 3.32 takes half a megabyte of zeros at its start: from the system they cost
/// nothing until used, but out of a hole in the heap every run writes, and so copies, all of it.
namespace cadis {

/// From now on malloc takes blocks of 128 KiB and more from the system and gives them back when
/// freed. glibc else raises this limit to the largest block it has seen, a reader's buffer perhaps.
void keep_large_blocks_apart();

/// Takes the holes that earlier, smaller blocks have left, until the next half megabyte comes from
/// the system; never given back.
void take_large_holes();

}  // namespace cadis
