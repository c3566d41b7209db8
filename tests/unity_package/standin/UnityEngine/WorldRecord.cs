using System;
using System.Collections.Generic;
using System.Linq;

namespace UnityEngine
{
    /// <summary>One object on its way through a domain reload.</summary>
    [Serializable]
    class WorldRecord
    {
        internal int Id;
        internal string Type;
        internal string Name;
        internal bool Active;
        internal int GameObject;
        internal int Parent;
        internal float[] Position;
        internal float[] Scale;
        internal Dictionary<string, object> Fields = new Dictionary<string, object>();

        /// <summary>Whether the values are the same; what the object is part of does not count.</summary>
        internal bool HasValuesOf(WorldRecord other)
        {
            return Name == other.Name
                && Active == other.Active
                && Same(Position, other.Position)
                && Same(Scale, other.Scale)
                && Fields.All(field => Equals(field.Value, other.Fields[field.Key]));
        }

        static bool Same(float[] one, float[] two)
        {
            return one == null || one.SequenceEqual(two);
        }
    }
}
