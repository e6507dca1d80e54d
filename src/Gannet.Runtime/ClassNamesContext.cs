using System.Text.Json.Serialization;

namespace Gannet.Runtime;

/// <summary>Reads lists of class names without reflection, so that programs may be trimmed.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class ClassNamesContext : JsonSerializerContext;
