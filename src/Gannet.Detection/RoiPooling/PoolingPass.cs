using Gannet.Kernels.RoiPooling;

namespace Gannet.Detection.RoiPooling;

/// <summary>One direction of a pooling: writes the pooled values, or adds their gradient to the gradients of the levels.</summary>
internal unsafe delegate void PoolingPass(FeatureMap[] levels, PlacedRegion[] regions, float* values, bool channelsLast);
