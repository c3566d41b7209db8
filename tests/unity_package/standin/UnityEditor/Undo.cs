using System.Collections.Generic;
using UnityEngine;

namespace UnityEditor
{
    public class Undo
    {
        /// <summary>What was recorded, as "name: object"; there is no undoing here.</summary>
        internal static readonly List<string> Recorded = new List<string>();

        public static void RecordObject(Object objectToUndo, string name)
        {
            Recorded.Add(name + ": " + objectToUndo.name);
        }
    }
}
