#!/bin/sh
# What is measured on: printed by every script here, so that no figure stands without it.
echo "$(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)," \
    "$(awk '/MemTotal/ {print int($2 / 1048576 + 0.5)}' /proc/meminfo) GiB;" \
    "$(uname -sr), $(rustc --version | cut -d' ' -f1-2)"
