// Faster R-CNN on VGG-16, one step at a time, printing the numbers of each step:  dotnet run samples/step-by-step.cs
// The weights are random, so nothing is found. The steps, and how many boxes they handle, are the same as in a
// trained network.
#:project ../src/Gannet.Detection/Gannet.Detection.csproj

using System.Globalization;
using System.Runtime.InteropServices;
using Gannet;
using Gannet.Detection.Anchors;
using Gannet.Detection.Backbones;
using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Detection.RoiPooling;
using Gannet.Kernels.BoxCoding;
using Gannet.Kernels.Matching;
using Gannet.Kernels.NonMaximumSuppression;
using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Ranking;
using Gannet.Kernels.Sampling;
using Gannet.Torch;
using Gannet.Torch.Nn;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
TorchRuntime.Seed(1);
var random = new Random(1);
using var scope = TensorScope.Enter(); // frees every tensor below

// ---- 1 · A picture with two objects ---------------------------------------------------------------------------------------------
// Boxes are (x1, y1, x2, y2) in pixels; x2 and y2 are exclusive. Labels count from 0; the background has no label.
const int Side = 800, Classes = 20;
Box[] objects = [new(30, 20, 500, 400), new(400, 300, 600, 500)];
int[] labels = [5, 7];
var picture = new Image(Side, Side);
Paint(picture, objects[0], 200, 80, 60);
Paint(picture, objects[1], 60, 120, 220);

// The network's input: scaled (here by 1), normalised with ImageNet's mean and deviation, channels first.
var batch = new ImageTransform(new TransformOptions { MinSize = Side, MaxSize = Side }).Batch([picture]);
var input = batch.ToTensor(Device.Cpu);
Step("1 picture", $"{Shape(input)}, {objects.Length} objects");

// ---- 2 · Features ---------------------------------------------------------------------------------------------------------------
// VGG-16 up to its last convolution. Four pooling layers halve the map, so one cell stands for 16 × 16 pixels.
using var backbone = Backbone.Create(new BackboneOptions { Name = "vgg16" });
backbone.FreezeAllBut(3); // conv1 and conv2 keep their ImageNet weights
var features = backbone.Forward(input)[0];
var (cells, stride) = ((int)features.Shape[2], backbone.Strides[0]);
Step("2 features", $"{Shape(features)}, stride {stride}");

// ---- 3 · Anchors ----------------------------------------------------------------------------------------------------------------
// Nine boxes centred on every cell: sizes of 128, 256 and 512 pixels, each wide, square and tall with the same area.
// Rows are the outer loop and columns the inner one, in the order of the network's output.
var level = new FeatureLevel(backbone.Channels[0], stride);
var anchors = new AnchorGenerator(new AnchorOptions { Sizes = [[128, 256, 512]], Ratios = [.5f, 1, 2], Offset = .5f, Rounded = false, FixedStrides = true })
    .Generate(Side, Side, [(cells, cells)], [level]).Boxes;
Step("3 anchors", $"{anchors.Length:N0} = {cells} × {cells} cells × {anchors.Length / cells / cells}");

// ---- 4 · Only anchors inside the picture learn ----------------------------------------------------------------------------------
int[] inside = [.. Enumerable.Range(0, anchors.Length).Where(k => anchors[k] is { X1: >= 0, Y1: >= 0, X2: <= Side, Y2: <= Side })];
Step("4 inside", $"{inside.Length:N0} anchors, {anchors.Length - inside.Length:N0} cross the edge");

// ---- 5 · A label for each anchor ------------------------------------------------------------------------------------------------
// Foreground from an overlap of .7, background below .3, ignored in between. Here no anchor reaches .7, but the best anchors of each
// object are always foreground. If several are equally good, all of them are: 2 for the first object, 16 for the second.
var matches = BoxMatcher.Match([.. inside.Select(k => anchors[k])], objects, new MatchOptions { Foreground = .7f, Background = .3f });
foreach (var (truth, n) in objects.Select(static (o, n) => (o, n)))
    Step($"5 object {n + 1}", $"best overlap {inside.Max(k => Iou.Of(truth, anchors[k])):F4}, {matches.Count(m => m == n)} anchors");
Step("5 labels", $"{matches.Count(static m => m >= 0)} foreground, {matches.Count(static m => m == BoxMatcher.Ignored):N0} ignored, "
    + $"{matches.Count(static m => m == BoxMatcher.Background):N0} background");

// ---- 6 · A balanced minibatch ---------------------------------------------------------------------------------------------------
// All 7,690 would teach the network to always say "background". 256 are drawn, half of them foreground, or as many as there are.
var drawn = new BalancedSampler(256, .5).Sample(matches, random);
int[] positive = [.. drawn.Positive.Select(k => inside[k])], sampled = [.. positive, .. drawn.Negative.Select(k => inside[k])];
Step("6 minibatch", $"{drawn.Positive.Length} foreground, {drawn.Negative.Length} background");

// ---- 7 · The object's position relative to its anchor ---------------------------------------------------------------------------
// The shift of the centre in units of the anchor's width and height, and the logarithms of the side ratios: independent of size.
Box[] owners = [.. drawn.Positive.Select(k => objects[matches[k]])];
BoxDeltas[] wanted = [.. positive.Zip(owners, (k, owner) => BoxCoder.Proposals.Encode(anchors[k], owner))];
var targets = Tensor.From<float>(MemoryMarshal.Cast<BoxDeltas, float>(wanted), wanted.Length, 4);
Step("7 deltas", $"{Shape(targets)}; smooth-L1 of predicting zero: {Tensor.Zeros([wanted.Length, 4]).SmoothL1Loss(targets, reduction: 2).Item():F4}");

// ---- 8 · The region proposal network --------------------------------------------------------------------------------------------
// A 3×3 convolution, then for each of a cell's nine anchors two logits (background and foreground) and four deltas. Without the ReLU
// in between, all of it would be one linear map.
using var hiddenLayer = new Conv2d(512, 512, kernel: 3);
using var logitLayer = new Conv2d(512, 9 * 2, kernel: 1);
using var offsetLayer = new Conv2d(512, 9 * 4, kernel: 1);
foreach (var layer in (Conv2d[])[hiddenLayer, logitLayer, offsetLayer])
{
    Initialization.Normal(layer.Weight, 0.01);
    Initialization.Zero(layer.Bias);
}

var hidden = hiddenLayer.Forward(features).Relu();
var (logitMap, offsetMap) = (logitLayer.Forward(hidden), offsetLayer.Forward(hidden));
var logits = logitMap.Permute([0, 2, 3, 1]).Reshape([-1, 2]); // row, column, anchor: the order of the anchors
var offsets = offsetMap.Permute([0, 2, 3, 1]).Reshape([-1, 4]);
Step("8 proposal network", $"{Shape(logitMap)} and {Shape(offsetMap)}: {Shape(logits)} logits, {Shape(offsets)} deltas");

// ---- 9 · Its losses -------------------------------------------------------------------------------------------------------------
// The rows of the minibatch are picked inside the graph. No other anchor takes part, so no other anchor gets a gradient.
var classes = Tensor.From<long>([.. Enumerable.Repeat(1L, positive.Length), .. Enumerable.Repeat(0L, sampled.Length - positive.Length)]);
var objectness = logits.IndexSelect(0, Rows(sampled)).CrossEntropyLoss(classes);
var proposalBox = offsets.IndexSelect(0, Rows(positive)).SmoothL1Loss(targets, reduction: 2) / sampled.Length;
Step("9 proposal losses", $"objectness {objectness.Item():F4} (ln 2 = .6931 before training), boxes {proposalBox.Item():F4}");

// ---- 10 · Proposals -------------------------------------------------------------------------------------------------------------
// Every anchor is moved by its deltas and clipped to the picture. The 12,000 best are kept, without the tiny ones. Of two boxes that
// overlap by more than .7 the better one stays, then the best 2,000. None of this is differentiated: the boxes are data for the second stage.
var values = logits.ToArray<float>();
float[] scores = [.. Enumerable.Range(0, anchors.Length).Select(k => values[2 * k + 1] - values[2 * k])];
var moves = MemoryMarshal.Cast<float, BoxDeltas>(offsets.ToArray<float>()).ToArray();
Box[] moved = [.. anchors.Zip(moves, static (anchor, by) => BoxCoder.Proposals.Decode(anchor, by).Clip(Side, Side))];
Step("10 not tiny", $"{moved.Count(static b => b is { Width: >= 16, Height: >= 16 }):N0} of {moved.Length:N0} have sides of 16 pixels");
int[] best = [.. TopScores.Select(scores, 12_000).Where(k => moved[k] is { Width: >= 16, Height: >= 16 })];
var kept = Nms.Keep([.. best.Select(k => moved[k])], [.. best.Select(k => scores[k])], .7);
Box[] proposals = [.. kept.Take(2_000).Select(k => moved[best[k]])];
Step("10 proposals", $"{best.Length:N0} best, {kept.Length:N0} after suppression, {proposals.Length:N0} proposed");

// ---- 11 · A minibatch for the second stage --------------------------------------------------------------------------------------
// The ground-truth boxes are added, because an untrained first stage may have found none. 128 regions, at most a quarter foreground.
Box[] candidates = [.. proposals, .. objects];
var shows = BoxMatcher.Match(candidates, objects, new MatchOptions { Foreground = .5f, Background = .5f, ForceBestPerTruth = false });
var regionSample = new BalancedSampler(128, .25).Sample(shows, random);
int[] chosen = [.. regionSample.Positive, .. regionSample.Negative];
Box[] regions = [.. chosen.Select(k => candidates[k])];
Step("11 regions", $"{regionSample.Positive.Length} foreground, {regionSample.Negative.Length} background");

// ---- 12 · The features of each region -------------------------------------------------------------------------------------------
// A region's cells are divided into 7 × 7 bins, and the largest value of each bin is kept, so every region has the same size.
// Gradients go back to the cells that had the largest values.
var pooling = new RegionPooling([level], new RegionOptions { Kind = PoolingKind.RoiPool, Size = 7 });
var pooled = pooling.Forward([features], [regions], MemoryFormat.Contiguous);
var flat = pooled.Flatten(1);
Step("12 pooled", $"{Shape(pooled)} = {Shape(flat)}");

// ---- 13 · The head --------------------------------------------------------------------------------------------------------------
// Two layers of 4,096, then a logit and a box for each class and for the background (class 0 here and nowhere else).
using var fc6 = new Linear((int)flat.Shape[1], 4096);
using var fc7 = new Linear(4096, 4096);
using var classLayer = new Linear(4096, Classes + 1);
using var boxLayer = new Linear(4096, (Classes + 1) * 4);
Initialization.Normal(classLayer.Weight, 0.01);
Initialization.Normal(boxLayer.Weight, 0.001);
Initialization.Zero(classLayer.Bias);
Initialization.Zero(boxLayer.Bias);
var seen = fc7.Forward(fc6.Forward(flat).Relu()).Relu();
var (classLogits, classBoxes) = (classLayer.Forward(seen), boxLayer.Forward(seen).Reshape([-1, 4]));
Step("13 head", $"{Shape(classLogits)} logits, {Shape(classBoxes)} boxes");

// ---- 14 · Its losses ------------------------------------------------------------------------------------------------------------
// Every region contributes to the class loss. Only foreground contributes to the box loss, with the box of its own class; the sum is
// divided by all 128.
var truths = Tensor.From<long>([.. regionSample.Positive.Select(k => labels[shows[k]] + 1L), .. new long[regionSample.Negative.Length]]);
var classification = classLogits.CrossEntropyLoss(truths);
int[] boxRows = [.. regionSample.Positive.Select((k, r) => r * (Classes + 1) + labels[shows[k]] + 1)];
BoxDeltas[] wantedBoxes = [.. regionSample.Positive.Select(k => BoxCoder.Detections.Encode(candidates[k], objects[shows[k]]))];
var box = classBoxes.IndexSelect(0, Rows(boxRows))
    .SmoothL1Loss(Tensor.From<float>(MemoryMarshal.Cast<BoxDeltas, float>(wantedBoxes), wantedBoxes.Length, 4), reduction: 2) / regions.Length;
Step("14 head losses", $"classification {classification.Item():F4} (ln 21 = 3.0445 before training), boxes {box.Item():F4}");

// ---- 15 · One backward pass for all of it ---------------------------------------------------------------------------------------
var loss = objectness + proposalBox + classification + box;
loss.Backward();
var trained = backbone.NamedParameters().Where(static p => p.Tensor.RequiresGrad).ToList();
Step("15 loss", $"{loss.Item():F4}; {trained.Count(static p => p.Tensor.Gradient is not null)} of {trained.Count} trained tensors of VGG-16 have a gradient");

static Tensor Rows(int[] rows) => Tensor.From<long>([.. rows.Select(static r => (long)r)]);

static string Shape(Tensor tensor) => string.Join('×', tensor.Shape.ToArray());

static void Step(string name, string what) => Console.WriteLine($"{name,-20} {what}");

static void Paint(Image picture, Box area, byte red, byte green, byte blue)
{
    for (var y = (int)area.Y1; y < area.Y2; y++)
    {
        for (var x = (int)area.X1; x < area.X2; x++)
            ((ReadOnlySpan<byte>)[red, green, blue]).CopyTo(picture.Pixels.AsSpan((y * picture.Width + x) * 3, 3));
    }
}
