"""Unity's API over a project on disk: ``UnityEngine``, ``UnityEditor``, ``clr`` and a little of ``System``.

`runtime.Runtime` is the door: it loads a scene and installs the modules. Objects are views on the documents of the
scene's file (`loadedscene`); a property reads or writes one field (`fields`); what is missing is told apart from
what never existed by a table of Unity's names (`catalogue`).
"""
