//! The functions that an expression may call.

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Function {
    Abs,
    Acos,
    ArrayIntersect,
    ArrayLength,
    Coalesce,
    Concat,
    Contains,
    Cos,
    Cosine,
    DamerauLevenshtein,
    DateDifference,
    Epoch,
    Flatten,
    Greatest,
    Jaccard,
    Jaro,
    JaroWinkler,
    Least,
    Left,
    Length,
    Levenshtein,
    ListMaximum,
    ListMinimum,
    Ln,
    Lower,
    NullIf,
    Parse,
    Radians,
    RegexpExtract,
    RegexpReplace,
    Replace,
    Reverse,
    Right,
    Round,
    Sin,
    SplitPart,
    Sqrt,
    StartsWith,
    StripAccents,
    Substring,
    Trim,
    Upper,
    Year,
    Month,
    DayOfMonth,
}

impl Function {
    /// Returns the function of a name in lower case.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "abs" => Self::Abs,
            "acos" => Self::Acos,
            "list_intersect" | "array_intersect" => Self::ArrayIntersect,
            "array_length" | "len" | "cardinality" => Self::ArrayLength,
            "coalesce" | "ifnull" => Self::Coalesce,
            "concat" => Self::Concat,
            "contains" => Self::Contains,
            "cos" => Self::Cos,
            "array_cosine_similarity" | "list_cosine_similarity" => Self::Cosine,
            "damerau_levenshtein" => Self::DamerauLevenshtein,
            "datediff" | "date_diff" => Self::DateDifference,
            "epoch" => Self::Epoch,
            "flatten" => Self::Flatten,
            "greatest" => Self::Greatest,
            "jaccard" => Self::Jaccard,
            "jaro_similarity" => Self::Jaro,
            "jaro_winkler_similarity" => Self::JaroWinkler,
            "least" => Self::Least,
            "left" => Self::Left,
            "length" => Self::Length,
            "levenshtein" | "editdist3" => Self::Levenshtein,
            "list_max" | "array_max" => Self::ListMaximum,
            "list_min" | "array_min" => Self::ListMinimum,
            "ln" => Self::Ln,
            "lower" | "lcase" => Self::Lower,
            "nullif" => Self::NullIf,
            "try_strptime" => Self::Parse,
            "radians" => Self::Radians,
            "regexp_extract" => Self::RegexpExtract,
            "regexp_replace" => Self::RegexpReplace,
            "replace" => Self::Replace,
            "reverse" => Self::Reverse,
            "right" => Self::Right,
            "round" => Self::Round,
            "sin" => Self::Sin,
            "split_part" | "string_split_part" => Self::SplitPart,
            "sqrt" => Self::Sqrt,
            "starts_with" => Self::StartsWith,
            "strip_accents" => Self::StripAccents,
            "substr" | "substring" => Self::Substring,
            "trim" => Self::Trim,
            "upper" | "ucase" => Self::Upper,
            "year" => Self::Year,
            "month" => Self::Month,
            "day" => Self::DayOfMonth,
            _ => return None,
        })
    }

    /// Returns the fewest and the most values that it takes.
    pub(super) fn arguments(self) -> (usize, usize) {
        match self {
            Self::ArrayIntersect
            | Self::Contains
            | Self::Cosine
            | Self::DamerauLevenshtein
            | Self::Jaccard
            | Self::Jaro
            | Self::JaroWinkler
            | Self::Left
            | Self::Levenshtein
            | Self::NullIf
            | Self::Parse
            | Self::Right
            | Self::StartsWith => (2, 2),
            Self::DateDifference | Self::Replace | Self::SplitPart => (3, 3),
            Self::Coalesce | Self::Concat | Self::Greatest | Self::Least => (1, 64),
            Self::Round => (1, 2),
            Self::Substring | Self::RegexpExtract => (2, 3),
            Self::RegexpReplace => (3, 4),
            _ => (1, 1),
        }
    }
}
