namespace Gannet.Evaluation.Errors;

/// <summary>What is wrong: the six types of TIDE (Bolya et al. 2020), in its order.</summary>
public enum ErrorType
{
    /// <summary>Cls: on an object, but of the wrong class (IoU of at least .5 with an object of another class).</summary>
    Classification,

    /// <summary>Loc: the right class, but the box is off (IoU from .1 to below .5 with an object of its class).</summary>
    Localization,

    /// <summary>Both: the wrong class, and the box is off.</summary>
    Both,

    /// <summary>Dupe: on an object of its class that a better detection has already found.</summary>
    Duplicate,

    /// <summary>Bkg: on background (IoU of at most .1 with every object).</summary>
    Background,

    /// <summary>Miss: an object that nothing found, and that no error of type Cls or Loc is about.</summary>
    Missed,
}

/// <summary>The names of the types.</summary>
public static class ErrorTypes
{
    /// <summary>All types, in TIDE's order.</summary>
    public static IReadOnlyList<ErrorType> All { get; } = Enum.GetValues<ErrorType>();

    /// <summary>TIDE's short name, such as <c>Cls</c>.</summary>
    /// <param name="type">The type.</param>
    public static string ShortName(this ErrorType type) => type switch
    {
        ErrorType.Classification => "Cls",
        ErrorType.Localization => "Loc",
        ErrorType.Both => "Both",
        ErrorType.Duplicate => "Dupe",
        ErrorType.Background => "Bkg",
        ErrorType.Missed => "Miss",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "unknown type"),
    };

    /// <summary>A few words that say what is wrong.</summary>
    /// <param name="type">The type.</param>
    public static string Meaning(this ErrorType type) => type switch
    {
        ErrorType.Classification => "wrong class",
        ErrorType.Localization => "box is off",
        ErrorType.Both => "wrong class and box is off",
        ErrorType.Duplicate => "found twice",
        ErrorType.Background => "nothing there",
        ErrorType.Missed => "not found",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "unknown type"),
    };
}
