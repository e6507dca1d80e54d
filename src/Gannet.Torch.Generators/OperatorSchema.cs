using System.Collections.Generic;

namespace Gannet.Torch.Generators;

/// <summary>One parsed line of <c>schemas.txt</c>.</summary>
internal sealed class OperatorSchema(string name, string overload, IReadOnlyList<OperatorArgument> arguments, IReadOnlyList<string> returns, string text)
{
    /// <summary>The operator's name without its namespace, for example <c>conv2d</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The overload's name; empty for the default overload.</summary>
    public string Overload { get; } = overload;

    /// <summary>The arguments in order, including keyword-only ones.</summary>
    public IReadOnlyList<OperatorArgument> Arguments { get; } = arguments;

    /// <summary>The type of each result, for example <c>Tensor(a!)</c>.</summary>
    public IReadOnlyList<string> Returns { get; } = returns;

    /// <summary>The line itself.</summary>
    public string Text { get; } = text;
}

/// <summary>One argument of an operator.</summary>
internal sealed class OperatorArgument(string type, string name, string? defaultValue)
{
    /// <summary>The schema's type without alias annotation, for example <c>int[]</c> or <c>Tensor?</c>.</summary>
    public string Type { get; } = type;

    /// <summary>The schema's name.</summary>
    public string Name { get; } = name;

    /// <summary>The schema's default, or null if the argument is required.</summary>
    public string? Default { get; } = defaultValue;
}
