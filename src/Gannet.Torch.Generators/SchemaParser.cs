using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace Gannet.Torch.Generators;

/// <summary>Reads operator schemas as libtorch prints them.</summary>
internal static class SchemaParser
{
    private static readonly Regex s_line = new(
        @"^aten::(?<name>[A-Za-z0-9_]+)(\.(?<overload>[A-Za-z0-9_]+))?\((?<arguments>.*)\)\s*->\s*(?<returns>.+)$", RegexOptions.Compiled);

    private static readonly Regex s_argument = new(
        @"^(?<type>[A-Za-z]+)(\([^)]*\))?(?<suffix>(\?|\[[0-9]*\])*)\s+(?<name>[A-Za-z0-9_]+)(=(?<default>.+))?$", RegexOptions.Compiled);

    /// <summary>Parses one line.</summary>
    /// <exception cref="FormatException">The line is not a schema; the message says which part.</exception>
    public static OperatorSchema Parse(string line)
    {
        var match = s_line.Match(line);
        if (!match.Success) throw new FormatException("expected 'aten::name.overload(arguments) -> results'");

        var arguments = new List<OperatorArgument>();
        foreach (var part in Split(match.Groups["arguments"].Value))
        {
            if (part != "*") arguments.Add(ParseArgument(part));
        }

        var returns = match.Groups["returns"].Value.Trim();
        if (returns.StartsWith("(", StringComparison.Ordinal)) returns = returns.Substring(1, returns.Length - 2);
        var results = new List<string>();
        foreach (var part in Split(returns)) results.Add(part.Split(' ')[0]);
        return new OperatorSchema(match.Groups["name"].Value, match.Groups["overload"].Value, arguments, results, line);
    }

    private static OperatorArgument ParseArgument(string text)
    {
        var match = s_argument.Match(text);
        if (!match.Success) throw new FormatException($"argument '{text}' is not 'type name' or 'type name=default'");
        var suffix = Regex.Replace(match.Groups["suffix"].Value, @"\[[0-9]+\]", "[]");
        var type = match.Groups["type"].Value.Replace("SymInt", "int") + suffix;
        if (!ArgumentKind.IsKnown(type)) throw new FormatException($"argument '{text}' has a type the generator does not know");
        return new OperatorArgument(type, match.Groups["name"].Value, match.Groups["default"].Success ? match.Groups["default"].Value : null);
    }

    // Commas inside brackets, as in "int[2] padding=[0, 0]", do not separate arguments.
    private static IEnumerable<string> Split(string text)
    {
        var (depth, start) = (0, 0);
        for (var k = 0; k <= text.Length; k++)
        {
            if (k < text.Length && (text[k] is '[' or '(')) depth++;
            if (k < text.Length && (text[k] is ']' or ')')) depth--;
            if (k < text.Length && (text[k] != ',' || depth > 0)) continue;
            var part = text.Substring(start, k - start).Trim();
            if (part.Length > 0) yield return part;
            start = k + 1;
        }
    }
}
