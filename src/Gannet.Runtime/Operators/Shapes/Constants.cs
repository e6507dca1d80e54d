using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>A value that the file holds.</summary>
internal sealed class Constant(NodeDefinition definition) : IOperator
{
    private readonly Tensor _value = ValueOf(definition);

    public void Run(NodeRun node) => node.Set(0, _value);

    private static Tensor ValueOf(NodeDefinition definition)
    {
        var attributes = definition.Attributes;
        if (attributes.Tensor("value") is { } value) return value;
        if (attributes.Has("value_float")) return Tensor.Of([attributes.Number("value_float", 0)], []);
        if (attributes.Has("value_int")) return Tensor.Of([attributes.Integer("value_int", 0)], []);
        if (attributes.Numbers("value_floats") is { } numbers && attributes.Has("value_floats")) return Tensor.Of(numbers, numbers.Length);
        if (attributes.Integers("value_ints") is { } integers) return Tensor.Of(integers, integers.Length);
        throw new InvalidDataException("a constant holds no numbers");
    }
}

/// <summary>One value everywhere in a shape that is an input.</summary>
internal sealed class ConstantOfShape(NodeDefinition definition) : IOperator
{
    private readonly Tensor _value = definition.Attributes.Tensor("value") is not { } value ? Tensor.Of([0f], 1)
        : value.Count == 1 ? value
        : throw new InvalidDataException("the value is not one number");

    public void Run(NodeRun node)
    {
        var y = node.Rent(_value.Type, TensorShape.From(node.Integers(0)));
        StridedCopy.Fill(_value, 0, [y.Count], [0], y);
        node.Set(0, y.AsUniform());
        y.Release();
    }
}
