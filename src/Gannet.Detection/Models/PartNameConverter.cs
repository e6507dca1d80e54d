using System.Reflection;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Gannet.Detection.Models;

/// <summary>Reads and writes part names as plain strings.</summary>
internal sealed class PartNameConverter : IYamlTypeConverter
{
    /// <summary>Whether <paramref name="type"/> names a part.</summary>
    public static bool Names(Type type) =>
        type.GetInterfaces().Any(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IPartName<>));

    public bool Accepts(Type type) => Names(type);

    public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        var name = parser.Consume<Scalar>().Value;
        return type.GetMethod(nameof(Necks.NeckKind.Named), BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [name])!;
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) =>
        emitter.Emit(new Scalar(value?.ToString() ?? ""));
}
