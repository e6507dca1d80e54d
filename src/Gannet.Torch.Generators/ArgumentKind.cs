using System.Collections.Generic;

namespace Gannet.Torch.Generators;

/// <summary>How a schema type appears in C#.</summary>
internal sealed class ArgumentKind(string type, string? absent, string pack)
{
    private static readonly Dictionary<string, ArgumentKind> s_kinds = new()
    {
        ["Tensor"] = new("Tensor", null, "Value.Of({0})"),
        ["Tensor?"] = new("Tensor?", "null", "Value.Of({0})"),
        ["Tensor[]"] = new("System.ReadOnlySpan<Tensor>", "default", "tensors"),
        ["Tensor?[]"] = new("System.ReadOnlySpan<Tensor?>", null, "optional tensors"),
        ["int"] = new("long", null, "Value.Of({0})"),
        ["int?"] = new("long?", "null", "Value.Of({0})"),
        ["int[]"] = new("System.ReadOnlySpan<long>", "default", "ints"),
        ["int[]?"] = new("long[]?", "null", "nullable ints"),
        ["float"] = new("double", null, "Value.Of({0})"),
        ["float?"] = new("double?", "null", "Value.Of({0})"),
        ["bool"] = new("bool", null, "Value.Of({0})"),
        ["bool?"] = new("bool?", "null", "Value.Of({0})"),
        ["bool[]"] = new("System.ReadOnlySpan<bool>", null, "bools"),
        ["str"] = new("string", null, "text"),
        ["Scalar"] = new("Scalar", null, "Scalar.ToValue({0})"),
        ["Scalar?"] = new("Scalar?", "null", "Scalar.ToValue({0})"),
        ["ScalarType"] = new("ElementType", null, "Value.Of((long){0})"),
        ["ScalarType?"] = new("ElementType?", "null", "Value.Of((long?){0})"),
        ["MemoryFormat"] = new("MemoryFormat", null, "Value.Of((long){0})"),
        ["MemoryFormat?"] = new("MemoryFormat?", "null", "Value.Of((long?){0})"),
        ["Device"] = new("Device", null, "{0}.ToValue()"),
        ["Device?"] = new("Device?", "null", "Device.ToValue({0})"),
        // Never passed: the layout is strided, and the generator is the process-wide one that TorchRuntime.Seed sets.
        ["Layout?"] = new("", null, "default"),
        ["Generator?"] = new("", null, "default"),
    };

    /// <summary>The C# parameter type; empty if the argument is never passed.</summary>
    public string Type { get; } = type;

    /// <summary>The C# default for a schema default of None, or null if there is none.</summary>
    public string? Absent { get; } = absent;

    /// <summary>A format that turns the parameter into a Value, or the name of a conversion that needs statements.</summary>
    public string Pack { get; } = pack;

    public static bool IsKnown(string type) => s_kinds.ContainsKey(type);

    public static ArgumentKind Of(string type) => s_kinds[type];
}
