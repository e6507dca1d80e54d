namespace Gannet.Datasets.Checking;

/// <summary>What is wrong with a record of a data set.</summary>
public enum DataProblemKind
{
    /// <summary>A record that cannot be understood.</summary>
    Malformed,

    /// <summary>A picture that the annotations name but that does not exist.</summary>
    MissingPicture,

    /// <summary>A picture that cannot be decoded.</summary>
    UnreadablePicture,

    /// <summary>A picture whose real size is not the stated one.</summary>
    SizeMismatch,

    /// <summary>A picture whose EXIF orientation turns it without changing its size: it is unclear which way up its boxes are.</summary>
    TurnedPicture,

    /// <summary>A split, or the whole data set, that has no pictures or cannot be read.</summary>
    EmptySplit,

    /// <summary>A picture that is in two splits that must not overlap.</summary>
    SharedPicture,

    /// <summary>A picture without an annotation file, or an annotation file that a split names but that does not exist.</summary>
    MissingAnnotations,

    /// <summary>A box without area, or with corners that are not finite.</summary>
    EmptyBox,

    /// <summary>A box wholly outside its picture.</summary>
    OutsidePicture,

    /// <summary>A box partly outside its picture; the part inside is kept.</summary>
    ClippedBox,

    /// <summary>A class that the data set, or the given list of classes, does not have.</summary>
    UnknownClass,

    /// <summary>A box that is annotated twice.</summary>
    DuplicateBox,

    /// <summary>A picture that is listed twice, or whose content occurs twice.</summary>
    DuplicatePicture,

    /// <summary>A picture with more objects than a training step can match.</summary>
    OverfullPicture,

    /// <summary>A picture whose boxes were drawn before its EXIF orientation turned it upright; they are turned with it.</summary>
    TurnedLabels,
}
