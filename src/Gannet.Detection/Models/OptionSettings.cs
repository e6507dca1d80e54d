using YamlDotNet.RepresentationModel;

namespace Gannet.Detection.Models;

/// <summary>Changes to single options, "section.key=value", as the command line's <c>--set</c> gives them.</summary>
/// <remarks>
/// The value is YAML. So <c>backbone.norm.kind=group</c>, <c>backbone.norm={kind: group}</c> and the short <c>backbone.norm=group</c> say the same,
/// and whoever asks what was given must not look at the text.
/// </remarks>
public static class OptionSettings
{
    private const string Kind = "kind";

    /// <summary>Whether settings give an option a value, in whichever form.</summary>
    /// <param name="settings">The changes, later ones replacing earlier ones.</param>
    /// <param name="option">The option's name, "section.key".</param>
    /// <exception cref="InvalidDataException">A setting is not "section.key=value", or its value is not YAML.</exception>
    public static bool Choose(IReadOnlyList<string> settings, string option) => Find(settings, option) is not null;

    /// <summary>The value that settings give an option; null if they give none, or a list or section.</summary>
    /// <inheritdoc cref="Choose"/>
    public static string? Value(IReadOnlyList<string> settings, string option) => (Find(settings, option) as YamlScalarNode)?.Value;

    /// <summary>Changes options.</summary>
    internal static void Apply(YamlMappingNode options, string setting)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw new InvalidDataException($"--set {setting}: expected section.key=value.");
        var path = setting[..equals].Split('.');
        var node = options;
        foreach (var part in path[..^1]) node = SectionOf(node, part);

        // The value is parsed as YAML, so that lists work: anchors.ratios=[0.5, 1, 2].
        var value = OptionsYaml.Parse($"value: {setting[(equals + 1)..]}", $"--set {setting}").Children["value"];
        // proposals=random changes the kind and keeps the section's other options.
        if (IsShort(value) && node.Children.TryGetValue(path[^1], out var old) && old is YamlMappingNode section) section.Children[Kind] = value;
        else node.Children[path[^1]] = value;
    }

    /// <summary>The section that a value stands for, if it is a kind alone: "head: none" is short for a section with a kind and defaults.</summary>
    internal static YamlMappingNode? Expanded(YamlNode value) => IsShort(value) ? new(Kind, value) : null;

    private static YamlNode? Find(IReadOnlyList<string> settings, string option)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(option);
        YamlMappingNode given = [];
        foreach (var setting in settings) Apply(given, setting);
        YamlNode? node = given;
        foreach (var part in option.Split('.'))
        {
            var section = node as YamlMappingNode ?? Expanded(node);
            if (section is null || !section.Children.TryGetValue(part, out node)) return null;
        }

        return node;
    }

    private static YamlMappingNode SectionOf(YamlMappingNode options, string name)
    {
        YamlMappingNode section = options.Children.TryGetValue(name, out var child) ? child as YamlMappingNode ?? Expanded(child) ?? [] : [];
        options.Children[name] = section;
        return section;
    }

    private static bool IsShort(YamlNode value) => value is YamlScalarNode scalar && !OptionsYaml.IsNull(scalar);
}
