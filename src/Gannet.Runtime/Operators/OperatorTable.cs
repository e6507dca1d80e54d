using Gannet.Runtime.Operators.Control;
using Gannet.Runtime.Operators.Convolution;
using Gannet.Runtime.Operators.Elementwise;
using Gannet.Runtime.Operators.Indexing;
using Gannet.Runtime.Operators.Normalization;
using Gannet.Runtime.Operators.Pooling;
using Gannet.Runtime.Operators.Reductions;
using Gannet.Runtime.Operators.Regions;
using Gannet.Runtime.Operators.Resampling;
using Gannet.Runtime.Operators.Shapes;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators;

/// <summary>ONNX's operators by name: the one list of what graphs may contain.</summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, Func<NodeDefinition, IOperator>> s_operators = new(StringComparer.Ordinal)
    {
        // Arithmetic
        ["Add"] = static _ => new BinaryOperator<Addition>(2),
        ["Sub"] = static _ => new BinaryOperator<Subtraction>(2),
        ["Mul"] = static _ => new BinaryOperator<Multiplication>(2),
        ["Div"] = static _ => new BinaryOperator<Division>(2),
        ["Mod"] = static node => node.Attributes.Flag("fmod") ? new BinaryOperator<TruncatedRemainder>(2) : new BinaryOperator<FloorRemainder>(2),
        ["Pow"] = static _ => new PowerOperator(),
        ["Min"] = static node => new BinaryOperator<Minimum>(node.InputCount),
        ["Max"] = static node => new BinaryOperator<Maximum>(node.InputCount),
        ["Sum"] = static node => new BinaryOperator<Addition>(node.InputCount),
        ["Mean"] = static node => new MeanOfTensors(node.InputCount),
        ["Neg"] = static _ => new NumberOperator<Negation>(),
        ["Abs"] = static _ => new NumberOperator<Absolute>(),
        ["Sign"] = static _ => new NumberOperator<SignOf>(),
        ["Exp"] = static _ => new FloatOperator<Exponential>(default),
        ["Log"] = static _ => new FloatOperator<Logarithm>(default),
        ["Sqrt"] = static _ => new FloatOperator<SquareRoot>(default),
        ["Reciprocal"] = static _ => new FloatOperator<Reciprocal>(default),
        ["Floor"] = static _ => new FloatOperator<Floor>(default),
        ["Ceil"] = static _ => new FloatOperator<Ceiling>(default),
        ["Round"] = static _ => new FloatOperator<Rounding>(default),
        ["Erf"] = static _ => new FloatOperator<ErrorFunction>(default),
        ["Clip"] = static node => new Clip(node),
        ["Cast"] = static node => new Cast(ElementTypes.FromCode(node.Attributes.RequiredInteger("to"))),
        ["Where"] = static _ => new Where(),

        // Activations
        ["Relu"] = static _ => new FloatOperator<Relu>(default),
        ["LeakyRelu"] = static node => new FloatOperator<LeakyRelu>(new(node.Attributes.Number("alpha", 0.01f))),
        ["Sigmoid"] = static _ => new FloatOperator<Sigmoid>(default),
        ["Tanh"] = static _ => new FloatOperator<HyperbolicTangent>(default),
        ["HardSwish"] = static _ => new FloatOperator<HardSwish>(default),
        ["HardSigmoid"] = static node => new FloatOperator<HardSigmoid>(new(node.Attributes.Number("alpha", 0.2f), node.Attributes.Number("beta", 0.5f))),
        ["Elu"] = static node => new FloatOperator<Elu>(new(node.Attributes.Number("alpha", 1))),
        ["Softplus"] = static _ => new FloatOperator<Softplus>(default),
        ["Softmax"] = static node => new Softmax(node, isLogarithm: false),
        ["LogSoftmax"] = static node => new Softmax(node, isLogarithm: true),

        // Comparisons and truth
        ["Equal"] = static _ => new ComparisonOperator<EqualTo>(),
        ["Less"] = static _ => new ComparisonOperator<LessThan>(),
        ["LessOrEqual"] = static _ => new ComparisonOperator<AtMost>(),
        ["Greater"] = static _ => new ComparisonOperator<GreaterThan>(),
        ["GreaterOrEqual"] = static _ => new ComparisonOperator<AtLeast>(),
        ["And"] = static _ => new ComparisonOperator<Both>(),
        ["Or"] = static _ => new ComparisonOperator<Either>(),
        ["Xor"] = static _ => new ComparisonOperator<OneOf>(),
        ["Not"] = static _ => new NumberOperator<LogicalNot>(),
        ["IsNaN"] = static _ => new NanTest(),

        // Layers
        ["Conv"] = static node => new ConvolutionOperator(node),
        ["ConvTranspose"] = static node => new TransposedConvolution(node),
        ["Gemm"] = FullyConnected.Of,
        ["MatMul"] = static node => new MatMul(node),
        ["Einsum"] = static node => new Einsum(node),
        ["BatchNormalization"] = static node => new BatchNormalization(node),
        ["InstanceNormalization"] = static node => new InstanceNormalization(node.Attributes.Number("epsilon", 1e-5f)),
        ["LayerNormalization"] = static node => new LayerNormalization(node.Attributes.Int32("axis", -1), node.Attributes.Number("epsilon", 1e-5f)),
        ["LRN"] = static node => new LocalResponse(node),
        ["Dropout"] = static _ => new Dropout(),

        // Pooling
        ["MaxPool"] = static node => new MaxPool(node),
        ["AveragePool"] = static node => new AveragePool(node),
        ["GlobalAveragePool"] = static _ => new GlobalPool<MeanOf>(),
        ["GlobalMaxPool"] = static _ => new GlobalPool<GreatestOf>(),
        ["RoiAlign"] = static node => new RoiAlignOperator(node),
        ["MaxRoiPool"] = static node => new MaxRoiPool(node),
        ["NonMaxSuppression"] = static node => new NonMaxSuppression(node.Attributes.Flag("center_point_box")),

        // Resampling
        ["Resize"] = static node => new Resize(node),
        ["Upsample"] = static node => new Resize(node),
        ["GridSample"] = static node => new GridSample(node),
        ["DepthToSpace"] = static node => new DepthToSpace(node.Attributes.Int32("blocksize", 0), node.Attributes.Text("mode", "DCR") == "DCR"),
        ["SpaceToDepth"] = static node => new SpaceToDepth(node.Attributes.Int32("blocksize", 0)),

        // Shapes
        ["Identity"] = static _ => new Identity(),
        ["Reshape"] = static node => new Reshape(node.Attributes.Flag("allowzero")),
        ["Flatten"] = static node => new Flatten(node.Attributes.Int32("axis", 1)),
        ["Squeeze"] = static node => new Squeeze(node),
        ["Unsqueeze"] = static node => new Unsqueeze(node),
        ["Transpose"] = static node => new Transpose(node.Attributes.Integers("perm")),
        ["Concat"] = static node => new Concat(node.Attributes.Int32("axis", 0), node.InputCount),
        ["Split"] = static node => new Split(node),
        ["Slice"] = static node => new Slice(node),
        ["Expand"] = static _ => new Expand(),
        ["Tile"] = static _ => new Tile(),
        ["Pad"] = static node => new Pad(node),
        ["Shape"] = static node => new ShapeOf(node.Attributes.Integer("start", 0), node.Attributes.Integer("end", long.MaxValue)),
        ["Size"] = static _ => new SizeOf(),
        ["Range"] = static _ => new RangeOperator(),
        ["Constant"] = static node => new Constant(node),
        ["ConstantOfShape"] = static node => new ConstantOfShape(node),
        ["Trilu"] = static node => new Trilu(node.Attributes.Flag("upper", true)),

        // Indexing
        ["Gather"] = static node => new Gather(node.Attributes.Int32("axis", 0)),
        ["GatherElements"] = static node => new GatherElements(node.Attributes.Int32("axis", 0)),
        ["GatherND"] = static node => new GatherNd(node.Attributes.Int32("batch_dims", 0)),
        ["Scatter"] = static node => new ScatterElements(node.Attributes.Int32("axis", 0), "none"),
        ["ScatterElements"] = static node => node.HasMergedInput ? new ScatterRows(node) : new ScatterElements(node.Attributes.Int32("axis", 0), node.Attributes.Text("reduction", "none")),
        ["ScatterND"] = static node => new ScatterNd(node.Attributes.Text("reduction", "none")),
        ["NonZero"] = static _ => new NonZero(),
        ["OneHot"] = static node => new OneHot(node.Attributes.Int32("axis", -1)),
        ["TopK"] = static node => new TopK(node),
        ["ArgMax"] = static node => new ArgBest(node, isGreatest: true),
        ["ArgMin"] = static node => new ArgBest(node, isGreatest: false),

        // Reductions
        ["ReduceMean"] = static node => new Reduction<MeanOf>(node),
        ["ReduceSum"] = static node => new Reduction<SumOf>(node),
        ["ReduceMax"] = static node => new Reduction<GreatestOf>(node),
        ["ReduceMin"] = static node => new Reduction<LeastOf>(node),
        ["ReduceProd"] = static node => new Reduction<ProductOf>(node),
        ["ReduceL1"] = static node => new Reduction<L1Of>(node),
        ["ReduceL2"] = static node => new Reduction<L2Of>(node),
        ["ReduceSumSquare"] = static node => new Reduction<SumOfSquares>(node),
        ["ReduceLogSum"] = static node => new Reduction<LogOfSum>(node),
        ["ReduceLogSumExp"] = static node => new LogSumExp(node),
        ["CumSum"] = static node => new CumulativeSum(node.Attributes.Flag("exclusive"), node.Attributes.Flag("reverse")),

        // Control
        ["If"] = static node => new If(node),
        ["Loop"] = static node => new Loop(node),
        ["SequenceEmpty"] = static _ => new SequenceOf(0),
        ["SequenceConstruct"] = static node => new SequenceOf(node.InputCount),
        ["SequenceInsert"] = static _ => new SequenceInsert(),
        ["SequenceErase"] = static _ => new SequenceErase(),
        ["SequenceAt"] = static _ => new SequenceAt(),
        ["SequenceLength"] = static _ => new SequenceLength(),
        ["ConcatFromSequence"] = static node => new ConcatFromSequence(node.Attributes.Int32("axis", 0), node.Attributes.Flag("new_axis")),
        ["SplitToSequence"] = static node => new SplitToSequence(node.Attributes.Int32("axis", 0), node.Attributes.Flag("keepdims", true)),
    };

    /// <summary>Names of all operators.</summary>
    public static IReadOnlyCollection<string> Names => s_operators.Keys;

    /// <summary>Makes a node's operator.</summary>
    /// <exception cref="InvalidDataException">The operator is unknown or its attributes are wrong.</exception>
    public static IOperator Create(NodeDefinition node) => s_operators.TryGetValue(node.OpType, out var create)
        ? create(node)
        : throw new InvalidDataException($"the operator '{node.OpType}' is unknown");
}
