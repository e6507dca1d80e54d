using System.Reflection;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Gannet.Detection;

/// <summary>Options as YAML text: presets, model files and <c>--set</c>.</summary>
public static class OptionsYaml
{
    private static readonly ISerializer s_writer = new SerializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull)
        .DisableAliases().Build();

    private static readonly IDeserializer s_reader = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
        .Build();

    /// <summary>All options as text that <see cref="Read"/> reads back.</summary>
    public static string Write<T>(T options) where T : class => s_writer.Serialize(options);

    /// <summary>Reads options; what the text leaves out has its default.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="source">Named in errors.</param>
    /// <param name="settings">Changes of single values, "section.key=value", applied on top.</param>
    /// <exception cref="InvalidDataException">Wrong YAML, or an unknown or wrong option, with the nearest valid name.</exception>
    public static T Read<T>(string text, string source, params IReadOnlyList<string> settings) where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(settings);
        var root = Parse(text, source);
        var options = Convert<T>(root, source);
        foreach (var setting in settings)
        {
            // One after another, so that an error names the setting at fault.
            Apply(root, setting);
            options = Convert<T>(root, $"--set {setting}");
        }

        return options;
    }

    private static T Convert<T>(YamlMappingNode root, string source) where T : class, new()
    {
        Check(root, typeof(T), "", source);
        var tree = new StringWriter();
        new YamlStream(new YamlDocument(root)).Save(tree, assignAnchors: false);
        try
        {
            return s_reader.Deserialize<T>(tree.ToString()) ?? new T();
        }
        catch (YamlException error)
        {
            throw new InvalidDataException($"{source}: {Reason(error)}.", error);
        }
    }

    private static YamlMappingNode Parse(string text, string source)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 0) return [];
            return stream.Documents[0].RootNode as YamlMappingNode
                ?? throw new InvalidDataException($"{source}: expected options as 'section:' with 'key: value' below.");
        }
        catch (YamlException error)
        {
            throw new InvalidDataException($"{source}({error.Start.Line}): {Reason(error)}.", error);
        }
        catch (InvalidOperationException error)
        {
            // The scanner ends so where a list is not closed before the next key; it does not say where.
            throw new InvalidDataException($"{source}: is not valid YAML; is there a [ or {{ that is not closed?", error);
        }
    }

    private static void Apply(YamlMappingNode root, string setting)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw new InvalidDataException($"--set {setting}: expected section.key=value.");
        var path = setting[..equals].Split('.');
        var node = root;
        foreach (var part in path[..^1])
        {
            if (!node.Children.TryGetValue(part, out var child) || child is not YamlMappingNode map) node.Children[part] = map = [];
            node = map;
        }

        // The value is YAML itself, so that lists work: anchors.ratios=[0.5, 1, 2].
        node.Children[path[^1]] = Parse($"value: {setting[(equals + 1)..]}", $"--set {setting}").Children["value"];
    }

    private static void Check(YamlMappingNode node, Type type, string prefix, string source)
    {
        var known = type.GetProperties().ToDictionary(static p => UnderscoredNamingConvention.Instance.Apply(p.Name));
        foreach (var (key, value) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!known.TryGetValue(name, out var property))
                throw new InvalidDataException($"{source}: there is no option '{prefix}{name}'; did you mean '{prefix}{NearestName.Of(name, known.Keys)}'?");
            if (value is YamlMappingNode child) Check(child, property.PropertyType, $"{prefix}{name}.", source);
            else if (value is YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "null" or "~" } && !MayBeNull(property))
                throw new InvalidDataException($"{source}: the option '{prefix}{name}' needs a value.");
            else if (property.PropertyType.IsEnum && value is YamlScalarNode { Value: { } chosen })
                CheckChoice(chosen, property.PropertyType, $"{source}: {prefix}{name}");
        }
    }

    private static void CheckChoice(string chosen, Type type, string option)
    {
        var choices = Enum.GetNames(type).Select(UnderscoredNamingConvention.Instance.Apply).ToArray();
        if (!choices.Contains(chosen)) throw new InvalidDataException($"{option} is one of {string.Join(", ", choices)}; there is no '{chosen}'.");
    }

    private static bool MayBeNull(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    private static string Reason(YamlException error) => (error.InnerException?.Message ?? error.Message).Split('\n')[0].TrimEnd('.');
}
