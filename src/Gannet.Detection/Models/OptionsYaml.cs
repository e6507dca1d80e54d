using System.Reflection;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Gannet.Detection.Models;

/// <summary>Options as YAML text: presets, model files and <c>--set</c>.</summary>
public static class OptionsYaml
{
    private const int MaxDepth = 32;

    private static readonly PartNameConverter s_partNames = new();

    private static readonly ISerializer s_writer = new SerializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithEnumNamingConvention(ChoiceNaming.Instance)
        .WithTypeConverter(s_partNames)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull)
        .DisableAliases().Build();

    private static readonly IDeserializer s_reader = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithEnumNamingConvention(ChoiceNaming.Instance)
        .WithTypeConverter(s_partNames)
        .WithTypeMapping<IReadOnlyDictionary<string, string>, Dictionary<string, string>>()
        .Build();

    /// <summary>All options as text for <see cref="Read"/>.</summary>
    public static string Write<T>(T options) where T : class => s_writer.Serialize(options);

    /// <summary>Reads options; those missing from the text have their defaults.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="source">Named in errors.</param>
    /// <param name="settings">Changes to single values, "section.key=value", applied on top.</param>
    /// <exception cref="InvalidDataException">Invalid YAML or option; the message suggests the nearest name.</exception>
    public static T Read<T>(string text, string source, params IReadOnlyList<string> settings) where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(settings);
        var root = Parse(text, source);
        var options = Convert<T>(root, source);
        foreach (var setting in settings)
        {
            // One at a time, so that an error names the wrong setting.
            OptionSettings.Apply(root, setting);
            options = Convert<T>(root, $"--set {setting}");
        }

        return options;
    }

    /// <summary>One section of the text; empty if there is none.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="name">The section's key.</param>
    /// <param name="source">Named in errors.</param>
    internal static string Section(string text, string name, string source) =>
        Parse(text, source).Children.TryGetValue(name, out var section) && section is YamlMappingNode map ? Print(map) : "";

    /// <summary>The text without one of its sections.</summary>
    internal static string Without(string text, string name, string source)
    {
        var root = Parse(text, source);
        return root.Children.Remove(name) ? Print(root) : text;
    }

    private static string Print(YamlNode root)
    {
        var text = new StringWriter();
        new YamlStream(new YamlDocument(root)).Save(text, assignAnchors: false);
        return text.ToString();
    }

    private static T Convert<T>(YamlMappingNode root, string source) where T : class, new()
    {
        Expand(root, typeof(T));
        Check(root, typeof(T), "", source);
        try
        {
            return s_reader.Deserialize<T>(Print(root)) ?? new T();
        }
        catch (YamlException error)
        {
            throw new InvalidDataException($"{source}: {Blame(root, typeof(T), "") ?? Reason(error)}.", error);
        }
    }

    internal static YamlMappingNode Parse(string text, string source)
    {
        try
        {
            RefuseAliases(text, source);
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
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // Thrown for a list not closed before the next key (scanner), or an event that is no value (reader); neither says where.
            throw new InvalidDataException($"{source}: is not valid YAML; is there a [ or {{ that is not closed?", error);
        }
    }

    // Aliases could make the tree contain itself, and building it recurses. Both are checked on the flat event stream.
    private static void RefuseAliases(string text, string source)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (parser.Current is AnchorAlias) throw new InvalidDataException($"{source}({parser.Current.Start.Line}): options have no aliases (*name); write the value.");
            if (depth > MaxDepth) throw new InvalidDataException($"{source}({parser.Current.Start.Line}): options cannot be nested more than {MaxDepth} levels deep.");
        }
    }

    // Where a section is given by its kind alone.
    private static void Expand(YamlMappingNode node, Type type)
    {
        foreach (var property in type.GetProperties().Where(static p => p.PropertyType is { IsClass: true, IsArray: false } && p.PropertyType != typeof(string)))
        {
            var name = UnderscoredNamingConvention.Instance.Apply(property.Name);
            if (!node.Children.TryGetValue(name, out var value)) continue;
            if (value is YamlMappingNode child) Expand(child, property.PropertyType);
            else if (property.PropertyType.GetProperty("Kind") is not null && OptionSettings.Expanded(value) is { } section) node.Children[name] = section;
        }
    }

    internal static bool IsNull(YamlScalarNode scalar) => scalar is { Style: ScalarStyle.Plain, Value: "" or "null" or "~" };

    private static void Check(YamlMappingNode node, Type type, string prefix, string source)
    {
        var known = type.GetProperties().ToDictionary(static p => UnderscoredNamingConvention.Instance.Apply(p.Name));
        foreach (var (key, value) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!known.TryGetValue(name, out var property))
                throw new InvalidDataException($"{source}: there is no option '{prefix}{name}'; did you mean '{prefix}{NearestName.Of(name, known.Keys)}'?");
            if (property.PropertyType == typeof(IReadOnlyDictionary<string, string>))
            {
                CheckSettings(value, $"{source}: {prefix}{name}");
                continue;
            }

            if (Expected(property.PropertyType, value) is { } expected)
                throw new InvalidDataException($"{source}: the option '{prefix}{name}' must be {expected}.");
            if (value is YamlMappingNode child) Check(child, property.PropertyType, $"{prefix}{name}.", source);
            else if (value is YamlSequenceNode list && IsListOfSections(property.PropertyType)) CheckSections(list, property.PropertyType, $"{prefix}{name}", source);
            else if (value is YamlScalarNode empty && IsNull(empty) && !MayBeNull(property))
                throw new InvalidDataException($"{source}: the option '{prefix}{name}' needs a value.");
            else if (property.PropertyType.IsEnum && value is YamlScalarNode { Value: { } chosen })
                CheckChoice(chosen, property.PropertyType, $"{source}: {prefix}{name}");
        }
    }

    private static void CheckSections(YamlSequenceNode list, Type type, string option, string source)
    {
        for (var k = 0; k < list.Children.Count; k++)
        {
            if (list.Children[k] is not YamlMappingNode section) throw new InvalidDataException($"{source}: the option '{option}' must be {Form(type)}.");
            Check(section, type.GetElementType()!, $"{option}[{k}].", source);
        }
    }

    private static void CheckChoice(string chosen, Type type, string option)
    {
        var choices = Enum.GetNames(type).Select(ChoiceNaming.Instance.Apply).ToArray();
        if (!choices.Contains(chosen)) throw new InvalidDataException($"{option} must be one of {string.Join(", ", choices)}; there is no '{chosen}'.");
    }

    // Settings have names that only a program's own part knows.
    private static void CheckSettings(YamlNode value, string option)
    {
        if (value is YamlScalarNode empty && IsNull(empty)) return;
        if (value is not YamlMappingNode map || map.Children.Any(static pair => pair.Key is not YamlScalarNode || pair.Value is not YamlScalarNode))
            throw new InvalidDataException($"{option} must be a list of 'name: value'.");
    }

    // The expected form of an option if the value has another form; null if the form is right.
    private static string? Expected(Type type, YamlNode value)
    {
        if (type.IsArray) return value is YamlSequenceNode || (value is YamlScalarNode scalar && IsNull(scalar)) ? null : Form(type);
        if (IsSection(type)) return value is YamlSequenceNode ? Form(type) : null;
        return value is YamlScalarNode ? null : Form(type);
    }

    private static bool IsSection(Type type) => type is { IsClass: true, IsArray: false } && type != typeof(string);

    private static bool IsListOfSections(Type type) => type.IsArray && IsSection(type.GetElementType()!);

    private static string Form(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? Form(inner)
        : IsListOfSections(type) ? "a list of sections, as in [{a: 1}, {a: 2}]"
        : type.IsArray ? type.GetElementType()!.IsArray ? "a list of lists, as in [[1, 2], [3]]" : "a list, as in [1, 2]"
        : IsSection(type) ? "a section of options"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) ? $"a whole number up to {int.MaxValue}"
        : type == typeof(long) ? "a whole number"
        : type == typeof(float) || type == typeof(double) ? "a number"
        : "one value";

    // The first option whose value cannot be read by itself: the reader's own message names .NET types, not the option.
    private static string? Blame(YamlMappingNode node, Type type, string prefix)
    {
        foreach (var property in type.GetProperties())
        {
            var name = UnderscoredNamingConvention.Instance.Apply(property.Name);
            if (!node.Children.TryGetValue(name, out var value)) continue;
            if (value is YamlMappingNode child)
            {
                if (Blame(child, property.PropertyType, $"{prefix}{name}.") is { } inner) return inner;
                continue;
            }

            if (value is YamlSequenceNode list && IsListOfSections(property.PropertyType))
            {
                var element = property.PropertyType.GetElementType()!;
                if (list.Select((item, k) => Blame((YamlMappingNode)item, element, $"{prefix}{name}[{k}].")).FirstOrDefault(static b => b is not null) is { } first)
                    return first;
                continue;
            }

            try
            {
                s_reader.Deserialize(Print(value), property.PropertyType);
            }
            catch (YamlException)
            {
                return $"the option '{prefix}{name}' must be {Form(property.PropertyType)}";
            }
        }

        return null;
    }

    private static bool MayBeNull(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    private static string Reason(YamlException error) => (error.InnerException?.Message ?? error.Message).Split('\n')[0].TrimEnd('.');
}
