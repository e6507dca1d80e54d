namespace Gannet.Evaluation;

/// <summary>How a precision-recall curve becomes one number.</summary>
public enum AveragePrecisionRule
{
    /// <summary>VOC 2007: the mean of the best precision at recall 0, .1, …, 1.</summary>
    ElevenPoint,

    /// <summary>VOC 2010 and later: the area under the precision envelope.</summary>
    Area,

    /// <summary>COCO: the mean of the best precision at recall 0, .01, …, 1.</summary>
    Coco,
}
