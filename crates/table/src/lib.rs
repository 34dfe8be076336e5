//! Tables in files, with nothing believed that a file says of itself.

pub mod nearest;
pub mod parquet;
