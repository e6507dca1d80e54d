using System.Globalization;

namespace Gannet;

/// <summary>An option has a value that is not allowed, alone or together with another option.</summary>
/// <remarks>Options often come from files and command lines, so a program can end with one line that says what to change.</remarks>
public sealed class InvalidOptionException : ArgumentException
{
    private readonly string _problem;

    /// <summary>A value out of range.</summary>
    /// <param name="key">The option as the user writes it, such as <c>head.width</c>.</param>
    /// <param name="value">Its value.</param>
    /// <param name="allowed">The allowed values, to complete "it must be …".</param>
    public InvalidOptionException(string key, string value, string allowed)
        : this(key, value, allowed, $"{key} is {value}; it must be {allowed}.", null)
    {
    }

    private InvalidOptionException(string key, string value, string allowed, string problem, string? source)
        : base(source is null ? problem : $"{source}: {problem}") =>
        (Key, Value, Allowed, _problem) = (key, value, allowed, problem);

    /// <summary>The option, as the user writes it.</summary>
    public string Key { get; }

    /// <summary>Its value; empty when several options contradict each other.</summary>
    public string Value { get; }

    /// <summary>The allowed values; empty when several options contradict each other.</summary>
    public string Allowed { get; }

    /// <summary>Options that are each valid but contradict each other.</summary>
    /// <param name="key">The first of them.</param>
    /// <param name="problem">A sentence that names all of them and the fix.</param>
    public static InvalidOptionException Contradiction(string key, string problem) => new(key, "", "", problem, null);

    /// <summary>Rejects a number that is out of range.</summary>
    /// <param name="holds">Whether it is in range.</param>
    /// <param name="key">The option as the user writes it.</param>
    /// <param name="value">The number.</param>
    /// <param name="allowed">The allowed values, to complete "it must be …".</param>
    /// <exception cref="InvalidOptionException"><paramref name="holds"/> is false.</exception>
    public static void ThrowUnless(bool holds, string key, double value, string allowed)
    {
        if (!holds) throw new InvalidOptionException(key, value.ToString(CultureInfo.InvariantCulture), allowed);
    }

    /// <summary>The same error for options that came from <paramref name="source"/>.</summary>
    /// <param name="source">A preset, a file or a model.</param>
    public InvalidOptionException From(string source) => new(Key, Value, Allowed, _problem, source);
}
