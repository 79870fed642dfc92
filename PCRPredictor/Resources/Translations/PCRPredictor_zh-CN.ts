<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh-CN" sourcelanguage="en-US">
  <context>
    <name>PCRPredictor</name>
    <message>
      <source>Pathological Complete Response (PCR) Predictor</source>
      <translation>病理完全缓解（PCR）预测</translation>
    </message>
    <message>
      <source>Scores pathological complete response of hepatocellular carcinoma after conversion therapy from arterial and portal-vein CT, and shows what each radiomic feature contributed. Research use only. Nothing is sent anywhere.&lt;br&gt;See the &lt;a href="{home}#readme"&gt;documentation&lt;/a&gt;, the &lt;a href="{home}/blob/main/Docs/tutorial.md"&gt;tutorial&lt;/a&gt; and &lt;a href="{home}/blob/main/Docs/meaning.md"&gt;what the numbers mean&lt;/a&gt;.</source>
      <translation>根据动脉期和门静脉期 CT 评估肝细胞癌转化治疗后达到病理完全缓解的概率，并显示每个影像组学特征的贡献。仅供研究使用。不向任何地方发送数据。&lt;br&gt;请参阅&lt;a href="{home}#readme"&gt;文档&lt;/a&gt;、&lt;a href="{home}/blob/main/Docs/tutorial.md"&gt;教程&lt;/a&gt;和&lt;a href="{home}/blob/main/Docs/meaning.md"&gt;数值的含义&lt;/a&gt;。</translation>
    </message>
    <message>
      <source>The published models are those of Wen et al. 2024; the features follow GE's A.K. software.</source>
      <translation>已发表的模型来自 Wen 等（2024 年）；特征遵循 GE 的 A.K. 软件。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorCalibration</name>
    <message>
      <source>&amp;Feature table:</source>
      <translation>特征表(&amp;F)：</translation>
    </message>
    <message>
      <source>&amp;Outcome column:</source>
      <translation>结局列(&amp;O)：</translation>
    </message>
    <message>
      <source>&amp;Prevalence (%):</source>
      <translation>患病比例 (%)(&amp;P)：</translation>
    </message>
    <message>
      <source>&amp;Save as:</source>
      <translation>另存为(&amp;S)：</translation>
    </message>
    <message>
      <source>CSV with one row a patient: the model's feature columns and an outcome.</source>
      <translation>每位患者一行的 CSV：模型所用的特征列和一个结局列。</translation>
    </message>
    <message>
      <source>Column that tells pCR (1) from none (0).</source>
      <translation>区分 pCR（1）与非 pCR（0）的列。</translation>
    </message>
    <message>
      <source>File of the calibration (.json).</source>
      <translation>校准文件（.json）。</translation>
    </message>
    <message>
      <source>Make a calibration</source>
      <translation>制作校准</translation>
    </message>
    <message>
      <source>Means and standard deviations come from the cohort's features, the intercept and the cut-off from its outcomes. Research use only.</source>
      <translation>均值和标准差取自队列的特征，截距和截断值取自其结局。仅供研究使用。</translation>
    </message>
    <message>
      <source>Share of patients with a pCR in the population.</source>
      <translation>人群中达到 pCR 的患者比例。</translation>
    </message>
    <message>
      <source>The cohort's outcomes are known: intercept and cut-off are fitted to them.</source>
      <translation>队列的结局已知：按结局拟合截距和截断值。</translation>
    </message>
    <message>
      <source>The outcomes are unknown: the mean probability is set to this share. No cut-off results.</source>
      <translation>结局未知：将平均概率设为该比例。不产生截断值。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorContours</name>
    <message>
      <source>&amp;Undo</source>
      <translation>撤销(&amp;U)</translation>
    </message>
    <message>
      <source>A&amp;rterial</source>
      <translation>动脉期(&amp;R)</translation>
    </message>
    <message>
      <source>Accep&amp;t</source>
      <translation>接受(&amp;T)</translation>
    </message>
    <message>
      <source>Add an empty segment for the tumor on this phase.</source>
      <translation>在此期上为肿瘤添加一个空的分割区域。</translation>
    </message>
    <message>
      <source>Align the phases around this contour and carry it across, to be refined there.</source>
      <translation>在此轮廓周围配准两期图像，把轮廓带到另一期并在那里修整。</translation>
    </message>
    <message>
      <source>Belongs</source>
      <translation>属于病灶</translation>
    </message>
    <message>
      <source>Click both edges of the lesion across its longest diameter; it is proposed anew, and what was edited since is dropped.</source>
      <translation>点击病灶在最长径横向上的两个边缘；将重新生成建议轮廓，此后的修改会被丢弃。</translation>
    </message>
    <message>
      <source>Click both ends of a stroke over lesion that was left out; it is proposed anew, and what was edited since is dropped.</source>
      <translation>在被遗漏的病灶部分上点击一条线段的两端；将重新生成建议轮廓，此后的修改会被丢弃。</translation>
    </message>
    <message>
      <source>Click both ends of a stroke over what is no lesion; it is proposed anew, and what was edited since is dropped.</source>
      <translation>在不是病灶的部分上点击一条线段的两端；将重新生成建议轮廓，此后的修改会被丢弃。</translation>
    </message>
    <message>
      <source>Click both ends of the lesion's longest diameter on one slice; its contour is proposed, to be looked at and corrected.</source>
      <translation>在同一层面上点击病灶最长径的两端；将建议其轮廓，供查看和修改。</translation>
    </message>
    <message>
      <source>Contour the arterial phase. A click into its view does the same.</source>
      <translation>勾画动脉期。点击其视图效果相同。</translation>
    </message>
    <message>
      <source>Contour the portal venous phase. A click into its view does the same.</source>
      <translation>勾画门静脉期。点击其视图效果相同。</translation>
    </message>
    <message>
      <source>Contours</source>
      <translation>轮廓</translation>
    </message>
    <message>
      <source>Cop&amp;y to the other phase</source>
      <translation>复制到另一期(&amp;Y)</translation>
    </message>
    <message>
      <source>Does not belong</source>
      <translation>不属于病灶</translation>
    </message>
    <message>
      <source>Keep the proposed contour; the former one stays in the scene, hidden.</source>
      <translation>保留建议的轮廓；先前的轮廓留在场景中，但不显示。</translation>
    </message>
    <message>
      <source>Line across</source>
      <translation>横径线</translation>
    </message>
    <message>
      <source>New c&amp;ontour</source>
      <translation>新建轮廓(&amp;O)</translation>
    </message>
    <message>
      <source>Portal ve&amp;nous</source>
      <translation>门静脉期(&amp;N)</translation>
    </message>
    <message>
      <source>Propose from a diameter</source>
      <translation>由直径建议轮廓</translation>
    </message>
    <message>
      <source>Remove the proposed contour and choose the former one again.</source>
      <translation>删除建议的轮廓，重新选用先前的轮廓。</translation>
    </message>
    <message>
      <source>Set the gray values of both phases to a window.</source>
      <translation>为两期图像设置灰度窗。</translation>
    </message>
    <message>
      <source>Show both phases side by side, scrolling together.</source>
      <translation>并排显示两期图像并同步滚动。</translation>
    </message>
    <message>
      <source>Vie&amp;w side by side</source>
      <translation>并排显示(&amp;W)</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorFeatureTable</name>
    <message>
      <source>CSV that lists the images and contours of both phases of every case.</source>
      <translation>列出每个病例两期图像和轮廓的 CSV。</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Compute all features of both phases of every case, beside Slicer, which stays usable.</source>
      <translation>在 Slicer 之外计算每个病例两期的全部特征，其间 Slicer 仍可使用。</translation>
    </message>
    <message>
      <source>Compute features</source>
      <translation>计算特征</translation>
    </message>
    <message>
      <source>End the computation; what is done is kept.</source>
      <translation>结束计算；已完成的部分会保留。</translation>
    </message>
    <message>
      <source>Every case with its contours, warnings and outliers, in the browser.</source>
      <translation>在浏览器中查看每个病例及其轮廓、警告和离群值。</translation>
    </message>
    <message>
      <source>Feature table</source>
      <translation>特征表</translation>
    </message>
    <message>
      <source>Folder for the feature table and the cohort report. The same one again goes on where an earlier run ended.</source>
      <translation>存放特征表和队列报告的文件夹。再次选择同一文件夹会从上次结束处继续。</translation>
    </message>
    <message>
      <source>Folder:</source>
      <translation>文件夹：</translation>
    </message>
    <message>
      <source>Guess the cases from the patients of the scene, for you to review, and write their images and a manifest.</source>
      <translation>根据场景中的患者推测病例供您核对，并写出其图像和清单。</translation>
    </message>
    <message>
      <source>Make one from the scene...</source>
      <translation>由场景生成...</translation>
    </message>
    <message>
      <source>Manifest:</source>
      <translation>清单：</translation>
    </message>
    <message>
      <source>Open the cohort report</source>
      <translation>打开队列报告</translation>
    </message>
    <message>
      <source>Phases computed, and the time left.</source>
      <translation>已计算的期数和剩余时间。</translation>
    </message>
    <message>
      <source>What could not be measured, why, and what to do about it.</source>
      <translation>哪些未能测量、原因以及处理办法。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorInputs</name>
    <message>
      <source>&amp;Arterial phase:</source>
      <translation>动脉期(&amp;A)：</translation>
    </message>
    <message>
      <source>&amp;Portal phase:</source>
      <translation>门静脉期(&amp;P)：</translation>
    </message>
    <message>
      <source>Add the contours of a DICOM SEG, RTSTRUCT or label image that were drawn on the arterial volume.</source>
      <translation>加入在动脉期图像上勾画的轮廓（DICOM SEG、RTSTRUCT 或标签图像）。</translation>
    </message>
    <message>
      <source>Add the contours of a DICOM SEG, RTSTRUCT or label image that were drawn on the portal volume.</source>
      <translation>加入在门静脉期图像上勾画的轮廓（DICOM SEG、RTSTRUCT 或标签图像）。</translation>
    </message>
    <message>
      <source>Arterial contour from file...</source>
      <translation>从文件打开动脉期轮廓...</translation>
    </message>
    <message>
      <source>CT volume of the arterial phase. Guessed from the series description where it says so; confirm or correct it.</source>
      <translation>动脉期的 CT 体数据。序列描述中有说明时据此推测；请确认或更正。</translation>
    </message>
    <message>
      <source>CT volume of the portal venous phase. Guessed from the series description where it says so; confirm or correct it.</source>
      <translation>门静脉期的 CT 体数据。序列描述中有说明时据此推测；请确认或更正。</translation>
    </message>
    <message>
      <source>Confirm</source>
      <translation>确认</translation>
    </message>
    <message>
      <source>Contour:</source>
      <translation>轮廓：</translation>
    </message>
    <message>
      <source>Load &amp;sample patient</source>
      <translation>载入示例患者(&amp;S)</translation>
    </message>
    <message>
      <source>Patient</source>
      <translation>患者</translation>
    </message>
    <message>
      <source>Portal contour from file...</source>
      <translation>从文件打开门静脉期轮廓...</translation>
    </message>
    <message>
      <source>Put a simulated two-phase liver CT with contours into the scene, to try the module. Nothing is downloaded.</source>
      <translation>将带轮廓的模拟双期肝脏 CT 放入场景以试用本模块。不下载任何内容。</translation>
    </message>
    <message>
      <source>Segment that outlines the tumor on the arterial phase.</source>
      <translation>在动脉期上勾画肿瘤的分割区域。</translation>
    </message>
    <message>
      <source>Segment that outlines the tumor on the portal venous phase.</source>
      <translation>在门静脉期上勾画肿瘤的分割区域。</translation>
    </message>
    <message>
      <source>Segmentation that holds the tumor's contour on the arterial phase.</source>
      <translation>包含动脉期肿瘤轮廓的分割。</translation>
    </message>
    <message>
      <source>Segmentation that holds the tumor's contour on the portal venous phase.</source>
      <translation>包含门静脉期肿瘤轮廓的分割。</translation>
    </message>
    <message>
      <source>The guessed volume is indeed the arterial phase.</source>
      <translation>推测的体数据确为动脉期。</translation>
    </message>
    <message>
      <source>The guessed volume is indeed the portal venous phase.</source>
      <translation>推测的体数据确为门静脉期。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorLesion</name>
    <message>
      <source>Go to lesion</source>
      <translation>转到病灶</translation>
    </message>
    <message>
      <source>Live</source>
      <translation>实时</translation>
    </message>
    <message>
      <source>Score again after each finished edit of a contour.</source>
      <translation>每次完成轮廓编辑后重新评分。</translation>
    </message>
    <message>
      <source>Show the largest slice of this contour in both views.</source>
      <translation>在两个视图中显示此轮廓最大的层面。</translation>
    </message>
    <message>
      <source>The last score of the contours.</source>
      <translation>轮廓的最近一次评分。</translation>
    </message>
    <message>
      <source>Volume of the contour, and the largest distance between two of its voxels.</source>
      <translation>轮廓的体积，以及其两个体素之间的最大距离。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorLib.file_sets</name>
    <message>
      <source>Cannot write {folder}: {reason}; free space, close its files elsewhere, or choose another folder.</source>
      <translation>无法写入 {folder}：{reason}；请释放空间、在别处关闭其中的文件，或选择其他文件夹。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorLib.files</name>
    <message>
      <source>Cannot write {path}: {reason}; choose a folder that exists and is writable.</source>
      <translation>无法写入 {path}：{reason}；请选择一个存在且可写的文件夹。</translation>
    </message>
    <message>
      <source>Cannot write {path}: {reason}; free space or choose another folder.</source>
      <translation>无法写入 {path}：{reason}；请释放空间，或选择其他文件夹。</translation>
    </message>
    <message>
      <source>holds the number {text:.20}, which is too large; correct it</source>
      <translation>含有过大的数 {text:.20}；请更正</translation>
    </message>
    <message>
      <source>names {twice!a} twice in one object; keep one of them</source>
      <translation>在同一对象中两次出现 {twice!a}；请保留其中一个</translation>
    </message>
    <message>
      <source>rename the file or value</source>
      <translation>请重命名该文件或值</translation>
    </message>
    <message>
      <source>set a UTF-8 locale (LC_ALL=C.UTF-8), under which its name is read as it is, and look</source>
      <translation>请设置 UTF-8 区域（LC_ALL=C.UTF-8），以便按原样读取其名称，并查看</translation>
    </message>
    <message>
      <source>{name} is no JSON number</source>
      <translation>{name} 不是 JSON 数值</translation>
    </message>
    <message>
      <source>{path} cannot be read: {reason}; check the path and its rights.</source>
      <translation>无法读取 {path}：{reason}；请检查路径及其权限。</translation>
    </message>
    <message>
      <source>{path} does not exist; check the path.</source>
      <translation>{path} 不存在；请检查路径。</translation>
    </message>
    <message>
      <source>{path} holds {half}, which is no Unicode character; remove it.</source>
      <translation>{path} 含有 {half}，它不是 Unicode 字符；请将其删除。</translation>
    </message>
    <message>
      <source>{path} is a folder where a file is to be written; move it away or choose another place.</source>
      <translation>{path} 是文件夹，而该处应写入文件；请将其移走，或选择其他位置。</translation>
    </message>
    <message>
      <source>{path} is a pipe or device where a file is to be written; choose another place.</source>
      <translation>{path} 是管道或设备，而该处应写入文件；请选择其他位置。</translation>
    </message>
    <message>
      <source>{path} is a pipe or device, not a file; save its content as a file and give that.</source>
      <translation>{path} 是管道或设备，不是文件；请将其内容存为文件并使用该文件。</translation>
    </message>
    <message>
      <source>{path} is not UTF-8 text (byte {start}); save it as UTF-8 JSON.</source>
      <translation>{path} 不是 UTF-8 文本（第 {start} 字节）；请保存为 UTF-8 编码的 JSON。</translation>
    </message>
    <message>
      <source>{path} is not valid JSON (line {lineno}, column {colno}: {msg}); correct it there, or export the file again.</source>
      <translation>{path} 不是有效的 JSON（第 {lineno} 行第 {colno} 列：{msg}）；请在该处更正，或重新导出该文件。</translation>
    </message>
    <message>
      <source>{path} is write-protected; choose another place, or lift its protection.</source>
      <translation>{path} 有写保护；请选择其他位置，或解除其写保护。</translation>
    </message>
    <message>
      <source>{path} nests its lists or objects too deeply; give a plain JSON file.</source>
      <translation>{path} 的列表或对象嵌套过深；请提供普通的 JSON 文件。</translation>
    </message>
    <message>
      <source>{path} {error}.</source>
      <translation>{path} {error}。</translation>
    </message>
    <message>
      <source>{place} would hold {character!a}, which is no Unicode character; {remedy} near {around!a}.</source>
      <translation>{place} 将含有 {character!a}，它不是 Unicode 字符；{remedy}，位置在 {around!a} 附近。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorLib.itk_path</name>
    <message>
      <source>{path} has a name that is no UTF-8 text; rename the file or folder.</source>
      <translation>{path} 的名称不是 UTF-8 文本；请重命名该文件或文件夹。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorLib.optional</name>
    <message>
      <source>{purpose} needs the package '{package}': install it with  pip install {quoted}  (in a checkout: pip install '.[{extra}]').</source>
      <translation>{purpose}需要软件包“{package}”：请用 pip install {quoted} 安装（在代码检出中：pip install '.[{extra}]'）。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorLib.texts</name>
    <message>
      <source>{one} and {other}</source>
      <translation>{one} 和 {other}</translation>
    </message>
    <message>
      <source>{one} or {other}</source>
      <translation>{one} 或 {other}</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorLib.whole_nrrd</name>
    <message>
      <source>Cannot write {path}: {reason}; free space or choose another folder.</source>
      <translation>无法写入 {path}：{reason}；请释放空间，或选择其他文件夹。</translation>
    </message>
    <message>
      <source>Cannot write {path}; free space or choose another folder.</source>
      <translation>无法写入 {path}；请释放空间，或选择其他文件夹。</translation>
    </message>
    <message>
      <source>the end of the file did not arrive on the disk</source>
      <translation>文件的末尾未能写入磁盘</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorModel</name>
    <message>
      <source>&amp;Model:</source>
      <translation>模型(&amp;M)：</translation>
    </message>
    <message>
      <source>Cali&amp;bration:</source>
      <translation>校准(&amp;B)：</translation>
    </message>
    <message>
      <source>Calibrate this model on the feature table of your own reference cohort.</source>
      <translation>用您自己参考队列的特征表校准此模型。</translation>
    </message>
    <message>
      <source>Make a calibration...</source>
      <translation>制作校准...</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>模型</translation>
    </message>
    <message>
      <source>Model card</source>
      <translation>模型卡</translation>
    </message>
    <message>
      <source>Open a calibration file (.json).</source>
      <translation>打开校准文件（.json）。</translation>
    </message>
    <message>
      <source>Open a model file (.json).</source>
      <translation>打开模型文件（.json）。</translation>
    </message>
    <message>
      <source>Open...</source>
      <translation>打开...</translation>
    </message>
    <message>
      <source>Published models and the model files you opened.</source>
      <translation>已发表的模型以及您打开的模型文件。</translation>
    </message>
    <message>
      <source>Scaling, intercept and cut-off from a reference cohort. Simulated ones only serve to try the module.</source>
      <translation>来自参考队列的标准化参数、截距和截断值。模拟的校准仅供试用本模块。</translation>
    </message>
    <message>
      <source>What to know of this model before trusting its number.</source>
      <translation>在采信此模型的数值之前应了解的内容。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorResult</name>
    <message>
      <source>&amp;Cancel</source>
      <translation>取消(&amp;C)</translation>
    </message>
    <message>
      <source>&amp;Live</source>
      <translation>实时(&amp;L)</translation>
    </message>
    <message>
      <source>Color the parts of the lesion that raise the score and those that lower it, over both phases.</source>
      <translation>在两期图像上为病灶中提高评分和降低评分的部分着色。</translation>
    </message>
    <message>
      <source>Compute the model's features of both phases and the probability.</source>
      <translation>计算模型在两期上的特征以及概率。</translation>
    </message>
    <message>
      <source>Contour stability</source>
      <translation>轮廓稳定性</translation>
    </message>
    <message>
      <source>E&amp;xplain: table of features</source>
      <translation>解释：特征表(&amp;X)</translation>
    </message>
    <message>
      <source>Give up the running computation.</source>
      <translation>放弃正在进行的计算。</translation>
    </message>
    <message>
      <source>How uncertain the number and the cut-off are.</source>
      <translation>该数值和截断值的不确定程度。</translation>
    </message>
    <message>
      <source>On which side of the cut-off, or why that cannot be said.</source>
      <translation>位于截断值的哪一侧，或为何无法判断。</translation>
    </message>
    <message>
      <source>Pre&amp;dict</source>
      <translation>预测(&amp;D)</translation>
    </message>
    <message>
      <source>Predict although names, times or contours speak against the choice of the phases. The result will say so.</source>
      <translation>尽管名称、时间或轮廓与所选的期相矛盾，仍进行预测。结果中会注明。</translation>
    </message>
    <message>
      <source>Prediction</source>
      <translation>预测</translation>
    </message>
    <message>
      <source>Probability of pathological complete response.</source>
      <translation>病理完全缓解的概率。</translation>
    </message>
    <message>
      <source>Progress of the running computation.</source>
      <translation>正在进行的计算的进度。</translation>
    </message>
    <message>
      <source>Score again after each finished edit of a contour.</source>
      <translation>每次完成轮廓编辑后重新评分。</translation>
    </message>
    <message>
      <source>Score contours drawn a little differently, and see how far the probability moves.</source>
      <translation>为略有不同的轮廓评分，查看概率变化的幅度。</translation>
    </message>
    <message>
      <source>Show value and contribution of each feature below the two phases.</source>
      <translation>在两期图像下方显示每个特征的数值和贡献。</translation>
    </message>
    <message>
      <source>The phases are right: confirm</source>
      <translation>两期选择无误：确认</translation>
    </message>
    <message>
      <source>The probability on a scale from 0 to 100 %, with the cut-off where one is valid; gray between its uncertain ends.</source>
      <translation>0 至 100 % 标尺上的概率；有有效截断值时一并标出，其不确定范围以灰色表示。</translation>
    </message>
    <message>
      <source>The statistics behind it.</source>
      <translation>其背后的统计数据。</translation>
    </message>
    <message>
      <source>What to know before trusting this number.</source>
      <translation>在采信此数值之前应了解的内容。</translation>
    </message>
    <message>
      <source>Where the model loo&amp;ks</source>
      <translation>模型关注之处(&amp;K)</translation>
    </message>
    <message>
      <source>Where this patient lies among the reference cohort in each feature, and what that does to the probability.</source>
      <translation>该患者的每个特征在参考队列中所处的位置，以及对概率的影响。</translation>
    </message>
    <message>
      <source>Why this case lies outside.</source>
      <translation>此病例为何超出范围。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorSceneCohort</name>
    <message>
      <source>A cohort from the scene</source>
      <translation>由场景生成队列</translation>
    </message>
    <message>
      <source>Folder, new or empty, for manifest.csv and the images of each case.</source>
      <translation>用于存放 manifest.csv 和各病例图像的新建或空文件夹。</translation>
    </message>
    <message>
      <source>Guessed from the names of volumes and segments. Tick each case after you have checked it; its images and contours are written as the scene shows them. The case id goes into every file: no patient's name or number.</source>
      <translation>根据体数据和分割区域的名称推测。请逐一核对后勾选病例；其图像和轮廓将按场景所示写出。病例编号会写入每个文件：请勿使用患者姓名或号码。</translation>
    </message>
    <message>
      <source>New &amp;folder:</source>
      <translation>新文件夹(&amp;F)：</translation>
    </message>
    <message>
      <source>One row a patient of the scene, or an outermost folder. The case id can be edited.</source>
      <translation>场景中每位患者（或每个最外层文件夹）一行。病例编号可编辑。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorTakeAway</name>
    <message>
      <source>Add both contours (SEG) and the numbers (structured report) to the study of the images in Slicer's DICOM database. They carry the patient's name. Needs the Python package highdicom.</source>
      <translation>把两期轮廓（SEG）和数值（结构化报告）加入 Slicer 的 DICOM 数据库中影像所属的检查。其中带有患者姓名。需要 Python 包 highdicom。</translation>
    </message>
    <message>
      <source>All features (CSV)...</source>
      <translation>全部特征（CSV）...</translation>
    </message>
    <message>
      <source>All features to a table</source>
      <translation>全部特征存为表格</translation>
    </message>
    <message>
      <source>Case &amp;id:</source>
      <translation>病例编号(&amp;I)：</translation>
    </message>
    <message>
      <source>Compute all features of both phases into a table node.</source>
      <translation>计算两期的全部特征并存入表格节点。</translation>
    </message>
    <message>
      <source>Compute all features of both phases into one row of a cohort table.</source>
      <translation>计算两期的全部特征并存为队列表中的一行。</translation>
    </message>
    <message>
      <source>Name of the case in the CSV. Use no patient's name or number.</source>
      <translation>CSV 中的病例名称。请勿使用患者姓名或号码。</translation>
    </message>
    <message>
      <source>Prediction (&amp;JSON)...</source>
      <translation>预测（JSON）(&amp;J)...</translation>
    </message>
    <message>
      <source>Report (HTML)...</source>
      <translation>报告（HTML）...</translation>
    </message>
    <message>
      <source>Report (PDF)...</source>
      <translation>报告（PDF）...</translation>
    </message>
    <message>
      <source>Save and export</source>
      <translation>保存与导出</translation>
    </message>
    <message>
      <source>Save one page with pictures, charts and warnings for a person.</source>
      <translation>保存一页供人阅读的图像、图表和警告。</translation>
    </message>
    <message>
      <source>Save the prediction with contributions, warnings and provenance for a program.</source>
      <translation>保存供程序读取的预测及其贡献、警告和来源。</translation>
    </message>
    <message>
      <source>Save the same page on A4 sheets, to be filed or printed. Needs the Python package weasyprint and the system library Pango; a browser prints the HTML report to a PDF, too.</source>
      <translation>把同一页面存为 A4 纸张的文件，用于归档或打印。需要 Python 包 weasyprint 和系统库 Pango；也可以用浏览器把 HTML 报告打印成 PDF。</translation>
    </message>
    <message>
      <source>To the DICOM database</source>
      <translation>存入 DICOM 数据库</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorTraining</name>
    <message>
      <source>Also the paper's protocol</source>
      <translation>同时采用论文的方案</translation>
    </message>
    <message>
      <source>CSV with one row a patient: features and the outcome.</source>
      <translation>每位患者一行的 CSV：特征和结局。</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Column that tells who had a complete response.</source>
      <translation>说明谁达到完全缓解的列。</translation>
    </message>
    <message>
      <source>End the training; nothing is written.</source>
      <translation>结束训练；不写出任何内容。</translation>
    </message>
    <message>
      <source>Feature table:</source>
      <translation>特征表：</translation>
    </message>
    <message>
      <source>Folder for the models, their validation and the report. Files of an earlier training in it are replaced.</source>
      <translation>存放模型、验证结果和报告的文件夹。其中先前训练的文件会被替换。</translation>
    </message>
    <message>
      <source>Folder:</source>
      <translation>文件夹：</translation>
    </message>
    <message>
      <source>How good the models are, and what speaks against them, in the browser.</source>
      <translation>在浏览器中查看模型的优劣及其不足。</translation>
    </message>
    <message>
      <source>Open the validation report</source>
      <translation>打开验证报告</translation>
    </message>
    <message>
      <source>Outcome:</source>
      <translation>结局：</translation>
    </message>
    <message>
      <source>Response is:</source>
      <translation>缓解对应：</translation>
    </message>
    <message>
      <source>The present stage of training, and its time left.</source>
      <translation>当前的训练阶段和剩余时间。</translation>
    </message>
    <message>
      <source>To see its optimism: the paper's own protocol lets test patients leak into training; the report says by how much its AUC is too high.</source>
      <translation>用以观察其乐观偏差：论文自身的方案会让测试患者泄漏到训练中；报告会说明其 AUC 偏高多少。</translation>
    </message>
    <message>
      <source>Train a SMOTE-radiomics model and the plain one beside it, and validate both by nested cross-validation.</source>
      <translation>训练 SMOTE 影像组学模型和与之对照的普通模型，并用嵌套交叉验证评估两者。</translation>
    </message>
    <message>
      <source>Train and validate</source>
      <translation>训练并验证</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>训练</translation>
    </message>
    <message>
      <source>Which of the two outcomes means a complete response.</source>
      <translation>两种结局中哪一种表示完全缓解。</translation>
    </message>
  </context>
  <context>
    <name>ak396.pair_counts</name>
    <message>
      <source>The lesion has no pair of voxels at or above the lower grey bound one offset apart; check the contour, or leave its co-occurrence features out.</source>
      <translation>病灶中没有相距一个偏移且不低于灰度下限的体素对；请检查轮廓，或去掉其共生矩阵特征。</translation>
    </message>
  </context>
  <context>
    <name>ak396.sizezone</name>
    <message>
      <source>The size-zone features do not exist: every voxel of the slice used is at or below 0 HU; leave them out or set the profile's "size_zone_nonpositive" to "shift".</source>
      <translation>不存在区域大小特征：所用层面的每个体素都不高于 0 HU；请去掉这些特征，或将配置的 "size_zone_nonpositive" 设为 "shift"。</translation>
    </message>
  </context>
  <context>
    <name>cohort.calibration_making</name>
    <message>
      <source>Choose the feature table of the reference cohort.</source>
      <translation>请选择参考队列的特征表。</translation>
    </message>
    <message>
      <source>Choose the file to save the calibration in.</source>
      <translation>请选择保存校准的文件。</translation>
    </message>
    <message>
      <source>Choose the outcome column, or state a prevalence.</source>
      <translation>请选择结局列，或给出患病比例。</translation>
    </message>
    <message>
      <source>{path} cannot be read as a table ({error}); choose a CSV file in UTF-8.</source>
      <translation>{path} 无法作为表格读取（{error}）；请选择 UTF-8 编码的 CSV 文件。</translation>
    </message>
  </context>
  <context>
    <name>cohort.child_job</name>
    <message>
      <source>The process that computes ended without a word (code {code}), most often because memory ran out; start it again, what was computed before is kept.</source>
      <translation>计算进程无提示地结束（代码 {code}），多因内存耗尽；请重新启动，先前的计算结果会保留。</translation>
    </message>
    <message>
      <source>{counted}, about {seconds_left:.0f} min left</source>
      <translation>{counted}，约剩 {seconds_left:.0f} 分钟</translation>
    </message>
    <message>
      <source>{counted}, about {seconds_left:.0f} s left</source>
      <translation>{counted}，约剩 {seconds_left:.0f} 秒</translation>
    </message>
    <message>
      <source>{stage}: {done} of {total}</source>
      <translation>{stage}：已完成 {done} / {total}</translation>
    </message>
  </context>
  <context>
    <name>cohort.child_widgets</name>
    <message>
      <source>Ending...</source>
      <translation>正在结束...</translation>
    </message>
    <message>
      <source>Starting...</source>
      <translation>正在启动...</translation>
    </message>
  </context>
  <context>
    <name>cohort.feature_table</name>
    <message>
      <source> Phases kept from an earlier run: {kept}.</source>
      <translation> {kept} 期沿用先前的结果。</translation>
    </message>
    <message>
      <source> Phases that failed, as listed: {failures}.</source>
      <translation> {failures} 期失败，见列表。</translation>
    </message>
    <message>
      <source> Simulated data.</source>
      <translation>模拟数据。</translation>
    </message>
    <message>
      <source> {done} of {total} phases are done; those that could be measured are kept.</source>
      <translation> 已完成 {done} / {total} 期；能测量的均已保留。</translation>
    </message>
    <message>
      <source>Cancelled.{done} Compute goes on from there.</source>
      <translation>已取消。{done} 再次计算会从该处继续。</translation>
    </message>
    <message>
      <source>Choose a manifest, or make one from the scene.</source>
      <translation>请选择清单，或由场景生成。</translation>
    </message>
    <message>
      <source>Choose the folder for the feature table.</source>
      <translation>请选择存放特征表的文件夹。</translation>
    </message>
    <message>
      <source>Features are being computed; wait for the end or cancel.</source>
      <translation>正在计算特征；请等待结束或取消。</translation>
    </message>
    <message>
      <source>The folder holds results of an earlier run; what has not changed since is kept.</source>
      <translation>文件夹中有先前运行的结果；此后未改变的部分会保留。</translation>
    </message>
    <message>
      <source>{measured} of {cases} cases are in {table}.{failed}{kept} Look at the cohort report before using the table. Research use only.{simulated}</source>
      <translation>{cases} 个病例中有 {measured} 个已写入 {table}。{failed}{kept} 使用该表前请查看队列报告。仅供研究使用。{simulated}</translation>
    </message>
  </context>
  <context>
    <name>cohort.feature_table_panel</name>
    <message>
      <source>Case</source>
      <translation>病例</translation>
    </message>
    <message>
      <source>Phase</source>
      <translation>期</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>原因</translation>
    </message>
    <message>
      <source>Remedy</source>
      <translation>处理办法</translation>
    </message>
  </context>
  <context>
    <name>cohort.model_training</name>
    <message>
      <source> Simulated data.</source>
      <translation>模拟数据。</translation>
    </message>
    <message>
      <source>A model is being trained; wait for the end or cancel.</source>
      <translation>正在训练模型；请等待结束或取消。</translation>
    </message>
    <message>
      <source>Cancelled; nothing was written.</source>
      <translation>已取消；未写出任何内容。</translation>
    </message>
    <message>
      <source>Choose a feature table with outcomes.</source>
      <translation>请选择含结局的特征表。</translation>
    </message>
    <message>
      <source>Choose the column of outcomes.</source>
      <translation>请选择结局列。</translation>
    </message>
    <message>
      <source>Choose the folder for model and report.</source>
      <translation>请选择存放模型和报告的文件夹。</translation>
    </message>
    <message>
      <source>Choose the outcome that means a response.</source>
      <translation>请选择表示缓解的结局。</translation>
    </message>
    <message>
      <source>Nested AUC {auc:.3f} (95 % interval {low:.3f} to {high:.3f}) in {patients} patients. The models in {output} are offered under Patient, Model; read the report before using one. Research use only.{simulated}</source>
      <translation>{patients} 名患者的嵌套 AUC 为 {auc:.3f}（95 % 区间 {low:.3f} 至 {high:.3f}）。{output} 中的模型可在“患者”“模型”下选用；使用前请阅读报告。仅供研究使用。{simulated}</translation>
    </message>
    <message>
      <source>Training needs {missing}, which were not installed; nothing was done.</source>
      <translation>训练需要 {missing}，但未安装；未进行任何操作。</translation>
    </message>
  </context>
  <context>
    <name>cohort.scene_cohort</name>
    <message>
      <source>'{case_id}' is no usable case id; use letters, digits, points, dashes and underscores.</source>
      <translation>“{case_id}”不能用作病例编号；请使用字母、数字、点、短横线和下划线。</translation>
    </message>
    <message>
      <source>Choose a folder for the images and the manifest.</source>
      <translation>请选择存放图像和清单的文件夹。</translation>
    </message>
    <message>
      <source>No volume, or several, of the {phase} by name; rename one.</source>
      <translation>按名称找不到{phase}的体数据，或有多个；请重命名其中一个。</translation>
    </message>
    <message>
      <source>The {phase} has {contours} contours, {named} of them named tumor; one is needed.</source>
      <translation>{phase}有 {contours} 个轮廓，其中 {named} 个名为 tumor；需要恰好一个。</translation>
    </message>
    <message>
      <source>Tick the cases that you have checked.</source>
      <translation>请勾选您已核对的病例。</translation>
    </message>
    <message>
      <source>Two cases have the same id; give each its own.</source>
      <translation>两个病例的编号相同；请分别编号。</translation>
    </message>
    <message>
      <source>{folder} is not empty; choose a new folder.</source>
      <translation>{folder} 不是空的；请选择新文件夹。</translation>
    </message>
  </context>
  <context>
    <name>cohort.scene_cohort_dialog</name>
    <message>
      <source>Arterial phase</source>
      <translation>动脉期</translation>
    </message>
    <message>
      <source>Cancelled; nothing was written.</source>
      <translation>已取消；未写出任何内容。</translation>
    </message>
    <message>
      <source>Case id</source>
      <translation>病例编号</translation>
    </message>
    <message>
      <source>In the scene</source>
      <translation>在场景中</translation>
    </message>
    <message>
      <source>Portal venous phase</source>
      <translation>门静脉期</translation>
    </message>
    <message>
      <source>Problem</source>
      <translation>问题</translation>
    </message>
    <message>
      <source>The scene holds no volume; load the patients first.</source>
      <translation>场景中没有体数据；请先载入患者。</translation>
    </message>
    <message>
      <source>Writing the cases...</source>
      <translation>正在写出病例...</translation>
    </message>
  </context>
  <context>
    <name>cohort.training_panel</name>
    <message>
      <source>Choose...</source>
      <translation>选择...</translation>
    </message>
  </context>
  <context>
    <name>desktop.module_panel</name>
    <message>
      <source>Cohort</source>
      <translation>队列</translation>
    </message>
    <message>
      <source>Patient</source>
      <translation>患者</translation>
    </message>
    <message>
      <source>Simulating the sample patient</source>
      <translation>正在模拟示例患者</translation>
    </message>
    <message>
      <source>The package could not be installed.</source>
      <translation>软件包未能安装。</translation>
    </message>
    <message>
      <source>The package is installed; repeat what you were about to do.</source>
      <translation>软件包已安装；请重复刚才的操作。</translation>
    </message>
    <message>
      <source>The views show the phases again; choose other volumes in the panel.</source>
      <translation>视图已恢复显示两期图像；如需其他体数据请在面板中选择。</translation>
    </message>
  </context>
  <context>
    <name>dicom.prediction_objects</name>
    <message>
      <source>DICOM: the two phases are of different studies, and a report belongs to one; do without (--dicom).</source>
      <translation>DICOM：两期属于不同的检查，而报告只属于一个检查；请不要存入 DICOM。</translation>
    </message>
  </context>
  <context>
    <name>dicom.segmentation</name>
    <message>
      <source>Writing DICOM segmentations</source>
      <translation>写出 DICOM 分割</translation>
    </message>
    <message>
      <source>{source} is not on the grid of the slices; bring it there with onto_grid first.</source>
      <translation>{source}不在层面的网格上；请先用 onto_grid 转换。</translation>
    </message>
  </context>
  <context>
    <name>dicom.slice_order</name>
    <message>
      <source>DICOM: {source} no longer has the voxels of the slices it was loaded from (cropped, resampled or moved), so nothing can refer to them; score the series as it was loaded.</source>
      <translation>DICOM：{source}已不再具有其所载入层面的体素（经裁剪、重采样或移动），因此无法引用这些层面；请对原样载入的序列评分。</translation>
    </message>
  </context>
  <context>
    <name>dicom.structured_report</name>
    <message>
      <source>Writing DICOM structured reports</source>
      <translation>写出 DICOM 结构化报告</translation>
    </message>
  </context>
  <context>
    <name>drawing.pdf</name>
    <message>
      <source>Writing a PDF</source>
      <translation>写出 PDF</translation>
    </message>
    <message>
      <source>{purpose} needs the system library Pango ({reason}); install it (Debian: libpango-1.0-0 libpangoft2-1.0-0), or open the HTML report in a browser and print it to a PDF.</source>
      <translation>{purpose}需要系统库 Pango（{reason}）；请安装（Debian：libpango-1.0-0 libpangoft2-1.0-0），或在浏览器中打开 HTML 报告并打印成 PDF。</translation>
    </message>
  </context>
  <context>
    <name>drawing.scale</name>
    <message>
      <source>cut-off {cutoff}</source>
      <translation>截断值 {cutoff}</translation>
    </message>
  </context>
  <context>
    <name>features.catalogue</name>
    <message>
      <source>'{name}' is no feature of the {feature_set} set; {remedy}</source>
      <translation>“{name}”不是 {feature_set} 特征集的特征；{remedy}</translation>
    </message>
    <message>
      <source>'{phase}' is no phase; use A (arterial) or P (portal venous).</source>
      <translation>“{phase}”不是期；请使用 A（动脉期）或 P（门静脉期）。</translation>
    </message>
    <message>
      <source>did you mean {near}?</source>
      <translation>您是否指 {near}？</translation>
    </message>
    <message>
      <source>see the catalogue for the names.</source>
      <translation>名称请参阅特征目录。</translation>
    </message>
  </context>
  <context>
    <name>features.extraction</name>
    <message>
      <source>GLCMEntropy leaves out co-occurrence cells with p &lt;= 0.0001, as A.K. does; up to {shares:.0%} of the probability falls out on this lesion, so the value reflects its size more than its texture.</source>
      <translation>GLCMEntropy 与 A.K. 一样舍去 p &lt;= 0.0001 的共生单元；在该病灶上最多有 {shares:.0%} 的概率被舍去，因此该值更多反映病灶大小而非纹理。</translation>
    </message>
    <message>
      <source>kept by shifting all grey values</source>
      <translation>通过整体平移灰度值而保留</translation>
    </message>
    <message>
      <source>left out</source>
      <translation>被舍去</translation>
    </message>
    <message>
      <source>{name!r} is no feature name; ask for names such as 'MeanValue'.</source>
      <translation>{name!r} 不是特征名；请使用如 'MeanValue' 的名称。</translation>
    </message>
    <message>
      <source>{profile!r} is no profile; load one with load_profile, or give none for ak396-default.</source>
      <translation>{profile!r} 不是提取配置；请用 load_profile 载入，或不给出以使用 ak396-default。</translation>
    </message>
    <message>
      <source>{share:.3g} % of the lesion's voxels on the slice used for size zones are at or below 0 HU and were {treated}; what A.K. does with them is unknown.</source>
      <translation>用于区域大小特征的层面上，病灶有 {share:.3g} % 的体素不高于 0 HU，已{treated}；A.K. 如何处理尚不清楚。</translation>
    </message>
  </context>
  <context>
    <name>features.former_profiles</name>
    <message>
      <source>before features followed the patient's axes and the standard surface (PCRPredictor 0.1)</source>
      <translation>早于特征按患者坐标轴和标准表面计算之时，PCRPredictor 0.1</translation>
    </message>
  </context>
  <context>
    <name>features.ibsi_set</name>
    <message>
      <source>A bin width of {bin_width:g} from {lowest:g} HU gives {source} {levels:.3g} grey levels in {source2}, and {most} are the most; choose a larger one in the profile.</source>
      <translation>自 {lowest:g} HU 起以 {bin_width:g} 为组距，{source}在{source2}中将有 {levels:.3g} 个灰度级，上限为 {most}；请在配置中选择更大的组距。</translation>
    </message>
    <message>
      <source>MIRP measured nothing of {source}; look at the contour, or leave the lesion out.</source>
      <translation>MIRP 未能测量{source}；请查看轮廓，或去掉该病灶。</translation>
    </message>
    <message>
      <source>MIRP refuses {source}: {error}</source>
      <translation>MIRP 拒绝{source}：{error}。</translation>
    </message>
    <message>
      <source>No voxel of {source} in {source2} {where}; choose another limit in the profile.</source>
      <translation>{source2}中{source}没有体素{where}；请在配置中选择其他界限。</translation>
    </message>
    <message>
      <source>The IBSI feature set</source>
      <translation>IBSI 特征集</translation>
    </message>
    <message>
      <source>lies between {lowest:g} and {highest:g} HU, which the profile measures</source>
      <translation>介于配置所测量的 {lowest:g} 至 {highest:g} HU 之间</translation>
    </message>
    <message>
      <source>reaches {lowest:g} HU, where the profile's grey levels start</source>
      <translation>达到 {lowest:g} HU，即配置中灰度级的起点</translation>
    </message>
  </context>
  <context>
    <name>features.pyradiomics_set</name>
    <message>
      <source>A bin width of {bin_width:g} gives {source} {levels:.3g} grey levels in {source2}, and {most} are the most; choose a larger one in the profile.</source>
      <translation>以 {bin_width:g} 为组距，{source}在{source2}中将有 {levels:.3g} 个灰度级，上限为 {most}；请在配置中选择更大的组距。</translation>
    </message>
    <message>
      <source>The pyradiomics feature set</source>
      <translation>pyradiomics 特征集</translation>
    </message>
    <message>
      <source>pyradiomics refuses {source}: {error}</source>
      <translation>pyradiomics 拒绝{source}：{error}。</translation>
    </message>
  </context>
  <context>
    <name>features.readable</name>
    <message>
      <source>Always 0, since deviations above and below the mean cancel.</source>
      <translation>恒为 0，因为高于和低于均值的偏差相互抵消。</translation>
    </message>
    <message>
      <source>Arterial</source>
      <translation>动脉期</translation>
    </message>
    <message>
      <source>Haralick contrast</source>
      <translation>Haralick 对比度</translation>
    </message>
    <message>
      <source>Haralick correlation</source>
      <translation>Haralick 相关性</translation>
    </message>
    <message>
      <source>Haralick entropy</source>
      <translation>Haralick 熵</translation>
    </message>
    <message>
      <source>Haralick variance</source>
      <translation>Haralick 方差</translation>
    </message>
    <message>
      <source>High in a large lesion of few gray levels.</source>
      <translation>灰度级少的大病灶较高。</translation>
    </message>
    <message>
      <source>High in a large lesion whose rows of one gray level are all about equally long, as in noise.</source>
      <translation>同一灰度级的列长度大致相等的大病灶较高，如噪声。</translation>
    </message>
    <message>
      <source>High in a large lesion.</source>
      <translation>大病灶较高。</translation>
    </message>
    <message>
      <source>High in a large or rugged lesion.</source>
      <translation>大或表面粗糙的病灶较高。</translation>
    </message>
    <message>
      <source>High in a lesion of many voxels.</source>
      <translation>体素多的病灶较高。</translation>
    </message>
    <message>
      <source>High in a lesion that is bright on average.</source>
      <translation>平均较亮的病灶较高。</translation>
    </message>
    <message>
      <source>High in a lesion that is large and bright.</source>
      <translation>大而亮的病灶较高。</translation>
    </message>
    <message>
      <source>High in a lesion that is large or long.</source>
      <translation>大或长的病灶较高。</translation>
    </message>
    <message>
      <source>High in a round and smooth lesion.</source>
      <translation>圆而光滑的病灶较高。</translation>
    </message>
    <message>
      <source>High in a rugged or elongated lesion.</source>
      <translation>表面粗糙或细长的病灶较高。</translation>
    </message>
    <message>
      <source>High in a small noisy lesion; low in an even one, and in a large one, whose rare pairs are left out.</source>
      <translation>小而噪声多的病灶较高；均匀的病灶较低，大病灶因舍去少见的体素对也较低。</translation>
    </message>
    <message>
      <source>High in a small or rugged lesion.</source>
      <translation>小或表面粗糙的病灶较高。</translation>
    </message>
    <message>
      <source>High where a few voxels are far brighter than the rest; below 0 where they are darker.</source>
      <translation>少数体素明显亮于其余体素时较高；若其较暗则低于 0。</translation>
    </message>
    <message>
      <source>High where all but the darkest {share:g} % of the voxels are bright.</source>
      <translation>除最暗的 {share:g} % 体素外其余均较亮时较高。</translation>
    </message>
    <message>
      <source>High where all gray levels are about equally common.</source>
      <translation>各灰度级出现频率相近时较高。</translation>
    </message>
    <message>
      <source>High where at least half of the voxels are bright.</source>
      <translation>至少一半体素较亮时较高。</translation>
    </message>
    <message>
      <source>High where at least one voxel is very bright.</source>
      <translation>至少有一个体素很亮时较高。</translation>
    </message>
    <message>
      <source>High where bright gray levels change from voxel to voxel.</source>
      <translation>较亮的灰度级逐个体素变化时较高。</translation>
    </message>
    <message>
      <source>High where bright gray values lie in small patches, as in a bright and noisy lesion.</source>
      <translation>较亮的灰度值位于小斑块中时较高，如亮而噪声多的病灶。</translation>
    </message>
    <message>
      <source>High where bright patches of one gray value are large.</source>
      <translation>灰度值相同的亮斑块较大时较高。</translation>
    </message>
    <message>
      <source>High where brightness is spread evenly over many gray levels.</source>
      <translation>亮度均匀分布于许多灰度级时较高。</translation>
    </message>
    <message>
      <source>High where dark gray levels, far below the brightest voxel, change from voxel to voxel.</source>
      <translation>远低于最亮体素的较暗灰度级逐个体素变化时较高。</translation>
    </message>
    <message>
      <source>High where dark gray values, close to 0 HU, lie in small patches.</source>
      <translation>接近 0 HU 的较暗灰度值位于小斑块中时较高。</translation>
    </message>
    <message>
      <source>High where dark patches of one gray value are large.</source>
      <translation>灰度值相同的暗斑块较大时较高。</translation>
    </message>
    <message>
      <source>High where even the darkest voxel is bright.</source>
      <translation>连最暗的体素也较亮时较高。</translation>
    </message>
    <message>
      <source>High where gray levels lie side by side in many combinations, as in noise.</source>
      <translation>灰度级以多种组合并列时较高，如噪声。</translation>
    </message>
    <message>
      <source>High where gray levels vary much for how bright the brightest voxel is.</source>
      <translation>相对最亮体素而言灰度级变化大时较高。</translation>
    </message>
    <message>
      <source>High where many patches of one gray value are dark, close to 0 HU.</source>
      <translation>许多灰度值相同的斑块较暗、接近 0 HU 时较高。</translation>
    </message>
    <message>
      <source>High where many patches share few gray values.</source>
      <translation>许多斑块只有少数几种灰度值时较高。</translation>
    </message>
    <message>
      <source>High where most of the lesion is far darker than its brightest voxel.</source>
      <translation>病灶大部分远暗于其最亮体素时较高。</translation>
    </message>
    <message>
      <source>High where most of the lesion is nearly as bright as its brightest voxel.</source>
      <translation>病灶大部分与其最亮体素亮度相近时较高。</translation>
    </message>
    <message>
      <source>High where most patches of one gray value are bright.</source>
      <translation>灰度值相同的斑块多数较亮时较高。</translation>
    </message>
    <message>
      <source>High where most voxels are alike and a few are far brighter or far darker.</source>
      <translation>多数体素相近而少数明显更亮或更暗时较高。</translation>
    </message>
    <message>
      <source>High where most voxels have one of a few gray levels, as in an even lesion.</source>
      <translation>多数体素集中于少数灰度级时较高，如均匀的病灶。</translation>
    </message>
    <message>
      <source>High where most voxels lie far from 0 HU, as in a bright lesion.</source>
      <translation>多数体素远离 0 HU 时较高，如较亮的病灶。</translation>
    </message>
    <message>
      <source>High where neighboring pairs are of many different brightnesses.</source>
      <translation>相邻体素对的亮度多种多样时较高。</translation>
    </message>
    <message>
      <source>High where neighboring voxels differ by many different amounts.</source>
      <translation>相邻体素的差值多种多样时较高。</translation>
    </message>
    <message>
      <source>High where neighboring voxels differ much, as in a noisy lesion.</source>
      <translation>相邻体素差异大时较高，如噪声多的病灶。</translation>
    </message>
    <message>
      <source>High where neighboring voxels have the same gray level, as in an even lesion.</source>
      <translation>相邻体素灰度级相同时较高，如均匀的病灶。</translation>
    </message>
    <message>
      <source>High where one gray level goes on in long rows, as in an even lesion.</source>
      <translation>同一灰度级连成长列时较高，如均匀的病灶。</translation>
    </message>
    <message>
      <source>High where one gray level, far darker than the brightest voxel, goes on in long rows.</source>
      <translation>远暗于最亮体素的同一灰度级连成长列时较高。</translation>
    </message>
    <message>
      <source>High where one gray level, nearly as bright as the brightest voxel, goes on in long rows.</source>
      <translation>与最亮体素相近的同一灰度级连成长列时较高。</translation>
    </message>
    <message>
      <source>High where patches far brighter or far darker than the average stand out.</source>
      <translation>有明显亮于或暗于平均值的斑块时较高。</translation>
    </message>
    <message>
      <source>High where patches far brighter than the average stand out; below 0 where they are darker.</source>
      <translation>有明显亮于平均值的斑块时较高；若斑块较暗则低于 0。</translation>
    </message>
    <message>
      <source>High where patches of one gray value are large, as in an even lesion.</source>
      <translation>灰度值相同的斑块较大时较高，如均匀的病灶。</translation>
    </message>
    <message>
      <source>High where patches of one gray value are small, as in a noisy lesion.</source>
      <translation>灰度值相同的斑块较小时较高，如噪声多的病灶。</translation>
    </message>
    <message>
      <source>High where some neighbors are alike and others differ much.</source>
      <translation>有些相邻体素相近而另一些差异大时较高。</translation>
    </message>
    <message>
      <source>High where the brightest and the darkest voxel lie far apart.</source>
      <translation>最亮与最暗体素相差大时较高。</translation>
    </message>
    <message>
      <source>High where the gray level changes from voxel to voxel, as in a noisy lesion.</source>
      <translation>灰度级逐个体素变化时较高，如噪声多的病灶。</translation>
    </message>
    <message>
      <source>High where the largest slice falls apart into many patches and has no bright voxel.</source>
      <translation>最大层面分裂为许多斑块且没有较亮体素时较高。</translation>
    </message>
    <message>
      <source>High where the largest slice falls apart into many patches of one size, as in large and noisy lesions.</source>
      <translation>最大层面分裂为许多大小相同的斑块时较高，如大而噪声多的病灶。</translation>
    </message>
    <message>
      <source>High where the same few gray levels lie side by side again and again, as in an even lesion.</source>
      <translation>同样的少数灰度级反复并列时较高，如均匀的病灶。</translation>
    </message>
    <message>
      <source>High where the same few gray levels lie together again and again, as in an even lesion.</source>
      <translation>同样的少数灰度级反复相邻时较高，如均匀的病灶。</translation>
    </message>
    <message>
      <source>High where voxels differ little for how bright they are.</source>
      <translation>相对其亮度而言体素差异小时较高。</translation>
    </message>
    <message>
      <source>High where voxels differ much in brightness.</source>
      <translation>体素亮度差异大时较高。</translation>
    </message>
    <message>
      <source>High where voxels this far apart are alike in a lesion of little contrast.</source>
      <translation>对比度低的病灶中相距该距离的体素相近时较高。</translation>
    </message>
    <message>
      <source>High where voxels this far apart differ much, as in a noisy lesion.</source>
      <translation>相距该距离的体素差异大时较高，如噪声多的病灶。</translation>
    </message>
    <message>
      <source>High where voxels this far apart have nearly the same gray level, as in an even lesion.</source>
      <translation>相距该距离的体素灰度级几乎相同时较高，如均匀的病灶。</translation>
    </message>
    <message>
      <source>High where whole patches are brighter or darker than the average.</source>
      <translation>整片区域亮于或暗于平均值时较高。</translation>
    </message>
    <message>
      <source>High where {words} differs between horizontal, vertical and diagonal, as in a streaked lesion.</source>
      <translation>{words}在水平、垂直和对角方向之间差异大时较高，如条纹状病灶。</translation>
    </message>
    <message>
      <source>Portal</source>
      <translation>门静脉期</translation>
    </message>
    <message>
      <source>angular second moment</source>
      <translation>角二阶矩</translation>
    </message>
    <message>
      <source>bright runs</source>
      <translation>高灰度游程</translation>
    </message>
    <message>
      <source>bright zones</source>
      <translation>高灰度区域</translation>
    </message>
    <message>
      <source>brightest voxel</source>
      <translation>最亮体素</translation>
    </message>
    <message>
      <source>cluster prominence</source>
      <translation>聚类显著性</translation>
    </message>
    <message>
      <source>cluster shade</source>
      <translation>聚类阴影</translation>
    </message>
    <message>
      <source>co-occurrence energy</source>
      <translation>共生矩阵能量</translation>
    </message>
    <message>
      <source>co-occurrence entropy</source>
      <translation>共生矩阵熵</translation>
    </message>
    <message>
      <source>compactness 1</source>
      <translation>紧致度 1</translation>
    </message>
    <message>
      <source>compactness 2</source>
      <translation>紧致度 2</translation>
    </message>
    <message>
      <source>correlation</source>
      <translation>相关性</translation>
    </message>
    <message>
      <source>dark runs</source>
      <translation>低灰度游程</translation>
    </message>
    <message>
      <source>dark zones</source>
      <translation>低灰度区域</translation>
    </message>
    <message>
      <source>darkest voxel</source>
      <translation>最暗体素</translation>
    </message>
    <message>
      <source>diagonal, down to the left</source>
      <translation>左下对角方向</translation>
    </message>
    <message>
      <source>diagonal, down to the right</source>
      <translation>右下对角方向</translation>
    </message>
    <message>
      <source>difference entropy</source>
      <translation>差熵</translation>
    </message>
    <message>
      <source>difference variance</source>
      <translation>差方差</translation>
    </message>
    <message>
      <source>gray-level nonuniformity</source>
      <translation>灰度级不均匀性</translation>
    </message>
    <message>
      <source>histogram energy</source>
      <translation>直方图能量</translation>
    </message>
    <message>
      <source>histogram entropy</source>
      <translation>直方图熵</translation>
    </message>
    <message>
      <source>horizontal</source>
      <translation>水平方向</translation>
    </message>
    <message>
      <source>inertia (local contrast)</source>
      <translation>惯性（局部对比度）</translation>
    </message>
    <message>
      <source>inverse difference moment</source>
      <translation>逆差矩</translation>
    </message>
    <message>
      <source>kurtosis</source>
      <translation>峰度</translation>
    </message>
    <message>
      <source>large bright zones</source>
      <translation>高灰度大区域</translation>
    </message>
    <message>
      <source>large dark zones</source>
      <translation>低灰度大区域</translation>
    </message>
    <message>
      <source>large zones</source>
      <translation>大区域</translation>
    </message>
    <message>
      <source>largest diameter</source>
      <translation>最大径</translation>
    </message>
    <message>
      <source>long bright runs</source>
      <translation>高灰度长游程</translation>
    </message>
    <message>
      <source>long dark runs</source>
      <translation>低灰度长游程</translation>
    </message>
    <message>
      <source>long runs</source>
      <translation>长游程</translation>
    </message>
    <message>
      <source>mean HU</source>
      <translation>平均 HU</translation>
    </message>
    <message>
      <source>mean deviation</source>
      <translation>平均偏差</translation>
    </message>
    <message>
      <source>mean of directions</source>
      <translation>各方向均值</translation>
    </message>
    <message>
      <source>median HU</source>
      <translation>HU 中位数</translation>
    </message>
    <message>
      <source>number of voxels</source>
      <translation>体素数</translation>
    </message>
    <message>
      <source>percentile {share:g} of HU</source>
      <translation>HU 的第 {share:g} 百分位数</translation>
    </message>
    <message>
      <source>range of HU</source>
      <translation>HU 范围</translation>
    </message>
    <message>
      <source>relative deviation</source>
      <translation>相对偏差</translation>
    </message>
    <message>
      <source>root mean square of HU</source>
      <translation>HU 均方根</translation>
    </message>
    <message>
      <source>run-length nonuniformity</source>
      <translation>游程长度不均匀性</translation>
    </message>
    <message>
      <source>share of equal neighbors</source>
      <translation>相邻相同的比例</translation>
    </message>
    <message>
      <source>short bright runs</source>
      <translation>高灰度短游程</translation>
    </message>
    <message>
      <source>short dark runs</source>
      <translation>低灰度短游程</translation>
    </message>
    <message>
      <source>short runs</source>
      <translation>短游程</translation>
    </message>
    <message>
      <source>skewness</source>
      <translation>偏度</translation>
    </message>
    <message>
      <source>small bright zones</source>
      <translation>高灰度小区域</translation>
    </message>
    <message>
      <source>small dark zones</source>
      <translation>低灰度小区域</translation>
    </message>
    <message>
      <source>small zones</source>
      <translation>小区域</translation>
    </message>
    <message>
      <source>spherical disproportion</source>
      <translation>球形不对称度</translation>
    </message>
    <message>
      <source>sphericity</source>
      <translation>球形度</translation>
    </message>
    <message>
      <source>spread over directions</source>
      <translation>各方向间离散度</translation>
    </message>
    <message>
      <source>standard deviation of HU</source>
      <translation>HU 标准差</translation>
    </message>
    <message>
      <source>sum average</source>
      <translation>和均值</translation>
    </message>
    <message>
      <source>sum entropy</source>
      <translation>和熵</translation>
    </message>
    <message>
      <source>sum of HU</source>
      <translation>HU 总和</translation>
    </message>
    <message>
      <source>sum variance</source>
      <translation>和方差</translation>
    </message>
    <message>
      <source>surface area</source>
      <translation>表面积</translation>
    </message>
    <message>
      <source>surface to volume</source>
      <translation>表面积与体积之比</translation>
    </message>
    <message>
      <source>uniformity</source>
      <translation>均匀度</translation>
    </message>
    <message>
      <source>variance of HU</source>
      <translation>HU 方差</translation>
    </message>
    <message>
      <source>vertical</source>
      <translation>垂直方向</translation>
    </message>
    <message>
      <source>volume in ml</source>
      <translation>体积（ml）</translation>
    </message>
    <message>
      <source>volume in mm³</source>
      <translation>体积（mm³）</translation>
    </message>
    <message>
      <source>voxels in the histogram</source>
      <translation>直方图中的体素数</translation>
    </message>
    <message>
      <source>zone-intensity variability</source>
      <translation>区域灰度变异性</translation>
    </message>
    <message>
      <source>zone-size variability</source>
      <translation>区域大小变异性</translation>
    </message>
    <message>
      <source>zones per gray value</source>
      <translation>每灰度值的区域数</translation>
    </message>
    <message>
      <source>{distance} voxel</source>
      <translation>{distance} 个体素</translation>
    </message>
    <message>
      <source>{distance} voxels</source>
      <translation>{distance} 个体素</translation>
    </message>
  </context>
  <context>
    <name>features.undefined</name>
    <message>
      <source> (as {missing} more of the features asked for)</source>
      <translation>（另有 {missing} 个所求特征亦然）</translation>
    </message>
    <message>
      <source>it divides by the mean grey value, which is 0</source>
      <translation>需除以平均灰度值，而其为 0</translation>
    </message>
    <message>
      <source>it divides by the variance, which is 0 in double precision</source>
      <translation>需除以方差，而其在双精度下为 0</translation>
    </message>
    <message>
      <source>its formula has no finite value there</source>
      <translation>其公式在此没有有限值</translation>
    </message>
    <message>
      <source>no run lies on the axes, from the lower grey bound on and no longer than run_distance_mm</source>
      <translation>从灰度下限起且不超过 run_distance_mm 的范围内没有游程</translation>
    </message>
    <message>
      <source>no voxel lies in the histogram, from the lower grey bound up to the maximum</source>
      <translation>从灰度下限到最大值之间，直方图内没有体素</translation>
    </message>
    <message>
      <source>{value} does not exist for {source}{more}: {value2}; ask for the other features by name (`only`, --only), or leave the lesion out.</source>
      <translation>{source}不存在 {value}{more}：{value2}；请去掉这些特征（`only`），或不纳入该病灶。</translation>
    </message>
  </context>
  <context>
    <name>formats.byte_stream</name>
    <message>
      <source>{path} cannot be read: {reason}; check its permissions.</source>
      <translation>无法读取 {path}：{reason}；请检查其权限。</translation>
    </message>
    <message>
      <source>{path} does not exist; check the path.</source>
      <translation>{path} 不存在；请检查路径。</translation>
    </message>
    <message>
      <source>{path} has a header without an end; export the volume again.</source>
      <translation>{path} 的文件头没有结尾；请重新导出该图像。</translation>
    </message>
    <message>
      <source>{path} is an empty file; copy or export it again.</source>
      <translation>{path} 是空文件；请重新复制或导出。</translation>
    </message>
    <message>
      <source>{path} is damaged or cut off: its compressed data are not whole; copy or export it again.</source>
      <translation>{path} 已损坏或被截断：其压缩数据不完整；请重新复制或导出。</translation>
    </message>
    <message>
      <source>{path} is no file; give an image file.</source>
      <translation>{path} 不是文件；请选择图像文件。</translation>
    </message>
  </context>
  <context>
    <name>formats.contour_grid</name>
    <message>
      <source>The contour is empty on {missing} of the {between} slices from its first to its last; nothing was filled in, so check that it is drawn on every slice of the lesion.</source>
      <translation>轮廓从首层到末层的 {between} 层中有 {missing} 层为空；未作填补，请确认病灶的每一层都已勾画。</translation>
    </message>
  </context>
  <context>
    <name>formats.dicom_header</name>
    <message>
      <source>a sequence holds what is no item</source>
      <translation>序列中含有并非条目的内容</translation>
    </message>
    <message>
      <source>element ({group:04x},{element:04x}) holds {length} bytes</source>
      <translation>数据元素（{group:04x},{element:04x}）含 {length} 字节</translation>
    </message>
    <message>
      <source>it ends within a data element</source>
      <translation>文件在数据元素中间结束</translation>
    </message>
    <message>
      <source>it ends within its file information</source>
      <translation>文件在文件信息中间结束</translation>
    </message>
    <message>
      <source>its deflated data are cut off</source>
      <translation>其压缩数据被截断</translation>
    </message>
    <message>
      <source>its deflated data are damaged</source>
      <translation>其压缩数据已损坏</translation>
    </message>
    <message>
      <source>its deflated data take more than {most} MB</source>
      <translation>其压缩数据解压后超过 {most} MB</translation>
    </message>
    <message>
      <source>its sequences are nested deeper than {deepest}</source>
      <translation>其序列嵌套超过 {deepest} 层</translation>
    </message>
  </context>
  <context>
    <name>formats.dicom_object</name>
    <message>
      <source>{path} cannot be read ({reason}); check its permissions.</source>
      <translation>无法读取 {path}（{reason}）；请检查其权限。</translation>
    </message>
    <message>
      <source>{path} is a DICOM file, but neither a SEG nor an RTSTRUCT; give the contour as one of them, or as .seg.nrrd, NRRD or NIfTI file.</source>
      <translation>{path} 是 DICOM 文件，但既非 SEG 也非 RTSTRUCT；请提供这两种之一的轮廓，或 .seg.nrrd、NRRD、NIfTI 文件。</translation>
    </message>
    <message>
      <source>{path} is damaged ({error}); export the contour again.</source>
      <translation>{path} 已损坏（{error}）；请重新导出轮廓。</translation>
    </message>
    <message>
      <source>{path} is damaged ({kind}: {reason}); export it again.</source>
      <translation>{path} 已损坏（{kind}：{reason}）；请重新导出。</translation>
    </message>
    <message>
      <source>{path} takes more than {most} MB; export only the lesion's contour.</source>
      <translation>{path} 超过 {most} MB；请只导出病灶的轮廓。</translation>
    </message>
  </context>
  <context>
    <name>formats.dicom_seg</name>
    <message>
      <source>export the segmentation again</source>
      <translation>请重新导出该分割</translation>
    </message>
    <message>
      <source>{path} does not state how far its slices lie apart; {again}.</source>
      <translation>{path} 未说明层间距；{again}。</translation>
    </message>
    <message>
      <source>{path} does not state its frames, rows and columns; {again}.</source>
      <translation>{path} 未说明帧数、行数和列数；{again}。</translation>
    </message>
    <message>
      <source>{path} does not state {keyword} of every frame; {again}.</source>
      <translation>{path} 未说明每一帧的 {keyword}；{again}。</translation>
    </message>
    <message>
      <source>{path} has a segment without a number; {again}.</source>
      <translation>{path} 有一个分割区域没有编号；{again}。</translation>
    </message>
    <message>
      <source>{path} has a voxel size that is not positive; {again}.</source>
      <translation>{path} 的体素大小不是正数；{again}。</translation>
    </message>
    <message>
      <source>{path} has an orientation that is no pair of orthogonal unit vectors; {again}.</source>
      <translation>{path} 的方向不是一对正交单位向量；{again}。</translation>
    </message>
    <message>
      <source>{path} has frames that are shifted in plane against each other; {again}.</source>
      <translation>{path} 的各帧在平面内相互错位；{again}。</translation>
    </message>
    <message>
      <source>{path} has frames that lie on no regular grid of {step:g} mm; {again}.</source>
      <translation>{path} 的各帧不在间距 {step:g} mm 的规则网格上；{again}。</translation>
    </message>
    <message>
      <source>{path} has frames that lie {slices} slices apart, more than can be read; {again}.</source>
      <translation>{path} 的帧相隔 {slices} 层，超出可读取的范围；{again}。</translation>
    </message>
    <message>
      <source>{path} has other pixels than its header states; {again}.</source>
      <translation>{path} 的像素与其文件头所述不符；{again}。</translation>
    </message>
    <message>
      <source>{path} has two frames of segment {entry} at one place; {again}.</source>
      <translation>{path} 中分割区域 {entry} 在同一位置有两帧；{again}。</translation>
    </message>
    <message>
      <source>{path} has {values} frames and describes {groups}; {again}.</source>
      <translation>{path} 有 {values} 帧，却描述了 {groups} 帧；{again}。</translation>
    </message>
    <message>
      <source>{path} holds {frames} frames of {rows} x {columns}, more than can be read; {again}.</source>
      <translation>{path} 含 {frames} 帧，每帧 {rows} x {columns}，超出可读取的范围；{again}。</translation>
    </message>
    <message>
      <source>{path} is a fractional segmentation; threshold it and export it as a binary one.</source>
      <translation>{path} 是分数型分割；请设定阈值并导出为二值分割。</translation>
    </message>
    <message>
      <source>{path} is empty: it holds no drawn segment; draw the lesion first.</source>
      <translation>{path} 为空：其中没有已勾画的分割区域；请先勾画病灶。</translation>
    </message>
    <message>
      <source>{path} lists no segment; {again}.</source>
      <translation>{path} 未列出任何分割区域；{again}。</translation>
    </message>
    <message>
      <source>{path} mixes frames of different orientation or voxel size; {again}.</source>
      <translation>{path} 混有方向或体素大小不同的帧；{again}。</translation>
    </message>
    <message>
      <source>{path}: frame {place} belongs to no segment that it lists; {again}.</source>
      <translation>{path}：第 {place} 帧不属于其列出的任何分割区域；{again}。</translation>
    </message>
    <message>
      <source>{path}: two segments share a number ({entries}); {again}.</source>
      <translation>{path}：两个分割区域的编号相同（{entries}）；{again}。</translation>
    </message>
    <message>
      <source>{source}: segment {entry} is empty; segments present: {entries}.</source>
      <translation>{source}：分割区域 {entry} 为空；现有分割区域：{entries}。</translation>
    </message>
  </context>
  <context>
    <name>formats.dicom_slice</name>
    <message>
      <source>missing</source>
      <translation>缺失</translation>
    </message>
    <message>
      <source>one number</source>
      <translation>一个数</translation>
    </message>
    <message>
      <source>{count} numbers</source>
      <translation>{count} 个数</translation>
    </message>
    <message>
      <source>{path}: DICOM {name} is {found}, {needed} needed; export the series again.</source>
      <translation>{path}：DICOM 的 {name} 为 {found}，而需要{needed}；请重新导出该序列。</translation>
    </message>
    <message>
      <source>{path}: ImageOrientationPatient is no pair of orthogonal unit vectors; export again.</source>
      <translation>{path}：ImageOrientationPatient 不是一对正交单位向量；请重新导出。</translation>
    </message>
    <message>
      <source>{path}: PixelSpacing {row_step:g}\{column_step:g} is not positive; export again.</source>
      <translation>{path}：PixelSpacing {row_step:g}\{column_step:g} 不是正数；请重新导出。</translation>
    </message>
  </context>
  <context>
    <name>formats.metaimage</name>
    <message>
      <source>none</source>
      <translation>无</translation>
    </message>
    <message>
      <source>orientation</source>
      <translation>方向</translation>
    </message>
    <message>
      <source>position in the patient</source>
      <translation>在患者体内的位置</translation>
    </message>
    <message>
      <source>voxel size</source>
      <translation>体素大小</translation>
    </message>
    <message>
      <source>{path} contradicts itself ({listed} differ); export it again.</source>
      <translation>{path} 自相矛盾（{listed} 不一致）；请重新导出。</translation>
    </message>
    <message>
      <source>{path} gives '{stated}' for {name}, which maps no grey values; export it again.</source>
      <translation>{path} 的 {name} 为“{stated}”，无法换算灰度值；请重新导出。</translation>
    </message>
    <message>
      <source>{path} has a MetaImage HeaderSize of {skipped} that is not read; save it without.</source>
      <translation>{path} 的 MetaImage HeaderSize 为 {skipped}，不支持读取；请去掉后重新保存。</translation>
    </message>
    <message>
      <source>{path} has a MetaImage header without {missing}; it is cut off, so export it again.</source>
      <translation>{path} 的 MetaImage 文件头缺少 {missing}，已被截断；请重新导出。</translation>
    </message>
    <message>
      <source>{path} has the MetaImage type '{stated}', which is not read; save it as MET_SHORT.</source>
      <translation>{path} 的 MetaImage 类型为“{stated}”，不支持读取；请保存为 MET_SHORT。</translation>
    </message>
    <message>
      <source>{path} states no {what} ({name}: {text}); export it with its geometry.</source>
      <translation>{path} 未说明{what}（{name}：{text}）；请连同几何信息一起导出。</translation>
    </message>
    <message>
      <source>{path} states {counts} sizes for 3 dimensions; export it again.</source>
      <translation>{path} 为 3 个维度给出了 {counts} 个尺寸；请重新导出。</translation>
    </message>
    <message>
      <source>{path} states {layers} numbers a voxel; export it again.</source>
      <translation>{path} 声明每个体素有 {layers} 个数；请重新导出。</translation>
    </message>
  </context>
  <context>
    <name>formats.nifti</name>
    <message>
      <source>an unknown unit</source>
      <translation>未知单位</translation>
    </message>
    <message>
      <source>{path} carries an sform into a standard space ({space}) over the qform of the scanner, so it does not say where the patient lies; give the image as it was before it was brought to a template.</source>
      <translation>{path} 在扫描仪的 qform 之上带有指向标准空间（{space}）的 sform，因此无法得知患者的位置；请提供配准到模板之前的图像。</translation>
    </message>
    <message>
      <source>{path} contradicts itself (data type {code} with {bits} bits); export it again.</source>
      <translation>{path} 自相矛盾（数据类型 {code} 却为 {bits} 位）；请重新导出。</translation>
    </message>
    <message>
      <source>{path} has a NIfTI qform that is no rotation ({listed}); export it again.</source>
      <translation>{path} 的 NIfTI qform 不是旋转（{listed}）；请重新导出。</translation>
    </message>
    <message>
      <source>{path} has no NIfTI-1 header of one file (n+1) and none of NIfTI-2; save it as .nii.gz.</source>
      <translation>{path} 既没有单文件的 NIfTI-1 文件头（n+1），也没有 NIfTI-2 文件头；请保存为 .nii.gz。</translation>
    </message>
    <message>
      <source>{path} has the NIfTI data type {code}, which is not read; save it as int16 or float32.</source>
      <translation>{path} 的 NIfTI 数据类型为 {code}，不支持读取；请保存为 int16 或 float32。</translation>
    </message>
    <message>
      <source>{path} has the scaling {slope:g} x + {intercept:g}, which is none; export it again.</source>
      <translation>{path} 的缩放为 {slope:g} x + {intercept:g}，并不有效；请重新导出。</translation>
    </message>
    <message>
      <source>{path} has {colors} components per voxel; one grey value each is needed.</source>
      <translation>{path} 每个体素有 {colors} 个分量；每个体素只需一个灰度值。</translation>
    </message>
    <message>
      <source>{path} holds complex numbers; one real grey value a voxel is needed.</source>
      <translation>{path} 含有复数；每个体素需要一个实数灰度值。</translation>
    </message>
    <message>
      <source>{path} is an Analyze or NIfTI file in two parts; save the volume as .nii.gz.</source>
      <translation>{path} 是由两部分组成的 Analyze 或 NIfTI 文件；请将图像保存为 .nii.gz。</translation>
    </message>
    <message>
      <source>{path} says that its voxels begin at byte {place:g}, inside its header of {header} bytes; export it again.</source>
      <translation>{path} 声明体素始于第 {place:g} 字节，而这仍在其 {header} 字节的文件头内；请重新导出。</translation>
    </message>
    <message>
      <source>{path} states a grid that contradicts itself (by its sform voxels of {spacing} mm from ({origin}), by its qform {spacing2} mm from ({origin2}), or axes that differ); export it again.</source>
      <translation>{path} 所述的网格自相矛盾（按 sform 体素为 {spacing} mm，起于（{origin}）；按 qform 为 {spacing2} mm，起于（{origin2}）；或坐标轴不同）；请重新导出。</translation>
    </message>
    <message>
      <source>{path} states a grid that contradicts itself (by its sform voxels of {spacing} mm, by its pixdim of {pixdim} mm); export it again.</source>
      <translation>{path} 所述的网格自相矛盾（按 sform 体素为 {spacing} mm，按 pixdim 为 {pixdim} mm）；请重新导出。</translation>
    </message>
    <message>
      <source>{path} states its lengths in {unit}, not in mm; save it with lengths in mm.</source>
      <translation>{path} 的长度单位为{unit}，而不是 mm；请以 mm 为单位保存。</translation>
    </message>
    <message>
      <source>{path} states no position in the patient (NIfTI sform and qform code 0); export it with its geometry.</source>
      <translation>{path} 未说明在患者体内的位置（NIfTI 的 sform 和 qform 代码为 0）；请连同几何信息一起导出。</translation>
    </message>
    <message>
      <source>{path} states {count} dimensions; a volume of three dimensions is needed.</source>
      <translation>{path} 声明有 {count} 个维度；需要三维图像。</translation>
    </message>
  </context>
  <context>
    <name>formats.nrrd</name>
    <message>
      <source>none</source>
      <translation>无</translation>
    </message>
    <message>
      <source>{path} has an NRRD line skip or byte skip that is not read; save it without.</source>
      <translation>{path} 的 NRRD line skip 或 byte skip 不支持读取；请去掉后重新保存。</translation>
    </message>
    <message>
      <source>{path} has the NRRD encoding '{encoding}', which is not read; save it as raw or gzip.</source>
      <translation>{path} 的 NRRD 编码为“{encoding}”，不支持读取；请保存为 raw 或 gzip。</translation>
    </message>
    <message>
      <source>{path} has the NRRD type '{stated}', which is not read; save it as short or float.</source>
      <translation>{path} 的 NRRD 类型为“{stated}”，不支持读取；请保存为 short 或 float。</translation>
    </message>
    <message>
      <source>{path} holds complex numbers; one real grey value a voxel is needed.</source>
      <translation>{path} 含有复数；每个体素需要一个实数灰度值。</translation>
    </message>
    <message>
      <source>{path} is of an unusual kind of NRRD (not version 1 to 5); export it again.</source>
      <translation>{path} 是不常见的 NRRD（不是第 1 至 5 版）；请重新导出。</translation>
    </message>
    <message>
      <source>{path} states no byte order (NRRD endian: {stated}); export it again.</source>
      <translation>{path} 未说明字节顺序（NRRD endian：{stated}）；请重新导出。</translation>
    </message>
    <message>
      <source>{path} states no position in the patient (NRRD space origin: {stated}); export it with its geometry.</source>
      <translation>{path} 未说明在患者体内的位置（NRRD space origin：{stated}）；请连同几何信息一起导出。</translation>
    </message>
    <message>
      <source>{path} states no position in the patient (NRRD space: {space}); export it with its geometry.</source>
      <translation>{path} 未说明在患者体内的位置（NRRD space：{space}）；请连同几何信息一起导出。</translation>
    </message>
    <message>
      <source>{path} states no voxel size (NRRD space directions: {stated}); export it with its geometry.</source>
      <translation>{path} 未说明体素大小（NRRD space directions：{stated}）；请连同几何信息一起导出。</translation>
    </message>
    <message>
      <source>{path} states {layers} numbers a voxel; export it again.</source>
      <translation>{path} 声明每个体素有 {layers} 个数；请重新导出。</translation>
    </message>
    <message>
      <source>{path} states {sizes} sizes for {dimension} dimensions; export it again.</source>
      <translation>{path} 为 {dimension} 个维度给出了 {sizes} 个尺寸；请重新导出。</translation>
    </message>
  </context>
  <context>
    <name>formats.readers</name>
    <message>
      <source>Both label {label} and segment '{segment}' were asked of {path}; choose one of them.</source>
      <translation>向 {path} 同时要求了标签 {label} 和分割区域“{segment}”；请选择其中之一。</translation>
    </message>
    <message>
      <source>{path} has {layers} components per voxel; one grey value each is needed.</source>
      <translation>{path} 每个体素有 {layers} 个分量；每个体素只需一个灰度值。</translation>
    </message>
    <message>
      <source>{path} holds no voxel of label {label}; labels present: {labels}.</source>
      <translation>{path} 中没有标签为 {label} 的体素；现有标签：{labels}。</translation>
    </message>
    <message>
      <source>{path} holds several labels ({labels}); say which one is the lesion.</source>
      <translation>{path} 含有多个标签（{labels}）；请指明哪一个是病灶。</translation>
    </message>
    <message>
      <source>{path} holds values that are not whole numbers; a mask needs whole labels.</source>
      <translation>{path} 含有非整数的值；轮廓需要整数标签。</translation>
    </message>
    <message>
      <source>{path} holds {found} different values, so it is no contour; give the label image.</source>
      <translation>{path} 含有 {found} 个不同的值，因此不是轮廓；请提供标签图像。</translation>
    </message>
    <message>
      <source>{path} is a folder; give the one file of the mask (.seg.nrrd, .nrrd, .nii.gz, .mha, DICOM SEG or RTSTRUCT).</source>
      <translation>{path} 是文件夹；请提供轮廓的单个文件（.seg.nrrd、.nrrd、.nii.gz、.mha、DICOM SEG 或 RTSTRUCT）。</translation>
    </message>
    <message>
      <source>{path} is a plain label image without segment names; choose a label by its number.</source>
      <translation>{path} 是没有分割区域名称的普通标签图像；请按编号选择标签。</translation>
    </message>
    <message>
      <source>{path} is a segmentation, not an image; give the CT volume here.</source>
      <translation>{path} 是分割而不是图像；此处请提供 CT 体数据。</translation>
    </message>
    <message>
      <source>{path} is empty: it holds no label; draw the lesion first.</source>
      <translation>{path} 为空：其中没有标签；请先勾画病灶。</translation>
    </message>
  </context>
  <context>
    <name>formats.rtstruct</name>
    <message>
      <source>export the structure set again</source>
      <translation>请重新导出该结构集</translation>
    </message>
    <message>
      <source>{count} of the contours of the region enclose nothing, being lines or points, and were left out; check that the lesion is outlined on every slice.</source>
      <translation>该区域有 {count} 条轮廓为线或点，没有围住任何内容，已略去；请确认每一层上都勾画了病灶。</translation>
    </message>
    <message>
      <source>{path} has a region of interest without a number; {again}.</source>
      <translation>{path} 有一个感兴趣区没有编号；{again}。</translation>
    </message>
    <message>
      <source>{path} is an RTSTRUCT, which has no voxels of its own; give its image with it.</source>
      <translation>{path} 是 RTSTRUCT，自身没有体素；请同时提供其图像。</translation>
    </message>
    <message>
      <source>{path} is empty: it holds no closed contour; draw the lesion first.</source>
      <translation>{path} 为空：其中没有闭合的轮廓；请先勾画病灶。</translation>
    </message>
    <message>
      <source>{path} lists no region of interest; {again}.</source>
      <translation>{path} 未列出任何感兴趣区；{again}。</translation>
    </message>
    <message>
      <source>{path}: region {entry} has a contour that is to be shifted, which is retired; {again}.</source>
      <translation>{path}：感兴趣区 {entry} 有一条需要平移的轮廓，该用法已废弃；{again}。</translation>
    </message>
    <message>
      <source>{path}: region {entry} has a contour whose corners are not as many as it states, or no numbers; {again}.</source>
      <translation>{path}：感兴趣区 {entry} 有一条轮廓的顶点数与其声明不符，或不是数值；{again}。</translation>
    </message>
    <message>
      <source>{path}: two regions share a number ({entries}); {again}.</source>
      <translation>{path}：两个感兴趣区的编号相同（{entries}）；{again}。</translation>
    </message>
    <message>
      <source>{region} has a contour that lies in no slice of {source}; give the image that it was drawn on.</source>
      <translation>{region} 有一条轮廓不在{source}的任何层面上；请提供其所勾画的图像。</translation>
    </message>
    <message>
      <source>{region} has a contour that runs over itself, so what it encloses twice may be inside or a hole; draw it as a simple line and export the structure set again.</source>
      <translation>{region} 有一条轮廓与自身交叉，被围住两次的部分可能是内部，也可能是孔洞；请画成不自交的线并重新导出该结构集。</translation>
    </message>
    <message>
      <source>{region} has two contours on one slice that cross or are the same, so what lies in both may be inside or a hole; unite them and export the structure set again.</source>
      <translation>{region} 在同一层上有两条相交或相同的轮廓，两者共有的部分可能是内部，也可能是孔洞；请将其合并并重新导出该结构集。</translation>
    </message>
    <message>
      <source>{region} holds no voxel of {source}; draw it larger.</source>
      <translation>{region} 不含{source}的任何体素；请画得更大。</translation>
    </message>
    <message>
      <source>{region} reaches outside of {source}; give the whole image that it was drawn on.</source>
      <translation>{region} 超出了{source}；请提供其所勾画的完整图像。</translation>
    </message>
    <message>
      <source>{source}: region {entry}</source>
      <translation>{source}：感兴趣区 {entry}</translation>
    </message>
    <message>
      <source>{source}: region {entry} has no closed contour; regions present: {entries}.</source>
      <translation>{source}：感兴趣区 {entry} 没有闭合的轮廓；现有感兴趣区：{entries}。</translation>
    </message>
  </context>
  <context>
    <name>formats.seg_nrrd</name>
    <message>
      <source>{path} is empty: it holds no drawn segment; draw the lesion first.</source>
      <translation>{path} 为空：其中没有已勾画的分割区域；请先勾画病灶。</translation>
    </message>
    <message>
      <source>{source}: label or layer of segment {number} is no whole number; save it again.</source>
      <translation>{source}：第 {number} 个分割区域的标签或图层不是整数；请重新保存。</translation>
    </message>
    <message>
      <source>{source}: segment {entry} has the label of the background; save it again.</source>
      <translation>{source}：分割区域 {entry} 的标签是背景的标签；请重新保存。</translation>
    </message>
    <message>
      <source>{source}: segment {entry} is empty; segments present: {entries}.</source>
      <translation>{source}：分割区域 {entry} 为空；现有分割区域：{entries}。</translation>
    </message>
    <message>
      <source>{source}: segment {entry} is said to lie in layer {layer}, but there are {layers}; save it again.</source>
      <translation>{source}：分割区域 {entry} 被声明位于第 {layer} 图层，但只有 {layers} 个图层；请重新保存。</translation>
    </message>
    <message>
      <source>{source}: two segments share a label and layer ({entries}); save it again.</source>
      <translation>{source}：两个分割区域的标签和图层相同（{entries}）；请重新保存。</translation>
    </message>
  </context>
  <context>
    <name>formats.segment_choice</name>
    <message>
      <source>'{name}' (label {label})</source>
      <translation>“{name}”（标签 {label}）</translation>
    </message>
    <message>
      <source>label {label}</source>
      <translation>标签 {label}</translation>
    </message>
    <message>
      <source>none</source>
      <translation>无</translation>
    </message>
    <message>
      <source>say which one is the lesion</source>
      <translation>请指明哪一个是病灶</translation>
    </message>
    <message>
      <source>segment</source>
      <translation>分割区域</translation>
    </message>
    <message>
      <source>segment '{segment}'</source>
      <translation>分割区域“{segment}”</translation>
    </message>
    <message>
      <source>{listed} and {more} more</source>
      <translation>{listed} 等，另有 {more} 个</translation>
    </message>
    <message>
      <source>{source} holds no {wanted}; segments present: {entries}.</source>
      <translation>{source}中没有{wanted}；现有分割区域：{entries}。</translation>
    </message>
    <message>
      <source>{source} holds several segments ({entries}); {choice}.</source>
      <translation>{source}含有多个分割区域（{entries}）；{choice}。</translation>
    </message>
    <message>
      <source>{wanted} is not unique, choose another way</source>
      <translation>{wanted}不唯一，请用其他方式选择</translation>
    </message>
  </context>
  <context>
    <name>formats.volume_file</name>
    <message>
      <source>{path} names a data file that does not exist; copy the volume with all its files.</source>
      <translation>{path} 所指的数据文件不存在；请连同全部文件一起复制该图像。</translation>
    </message>
  </context>
  <context>
    <name>formats.volume_header</name>
    <message>
      <source>{path} contradicts itself: its header gives '{name}' twice; export it again.</source>
      <translation>{path} 自相矛盾：其文件头两次给出“{name}”；请重新导出。</translation>
    </message>
    <message>
      <source>{path} gives '{text}' for '{name}', where a whole number belongs; export it again.</source>
      <translation>{path} 的“{name}”为“{text}”，而此处应为整数；请重新导出。</translation>
    </message>
    <message>
      <source>{path} has a voxel size that is not positive ({listed} mm); export it again.</source>
      <translation>{path} 的体素大小不是正数（{listed} mm）；请重新导出。</translation>
    </message>
    <message>
      <source>{path} has {dimensions} dimensions; a volume of three dimensions is needed.</source>
      <translation>{path} 有 {dimensions} 个维度；需要三维图像。</translation>
    </message>
    <message>
      <source>{path} is no NRRD, NIfTI or MetaImage volume (or its header is damaged); export it as one.</source>
      <translation>{path} 不是 NRRD、NIfTI 或 MetaImage 图像（或其文件头已损坏）；请以其中一种格式导出。</translation>
    </message>
    <message>
      <source>{path} spreads its voxels over several files; save the volume as one file.</source>
      <translation>{path} 的体素分布在多个文件中；请将图像保存为一个文件。</translation>
    </message>
    <message>
      <source>{path} states a size of {columns} x {rows} x {slices} voxels; export it again.</source>
      <translation>{path} 声明的大小为 {columns} x {rows} x {slices} 个体素；请重新导出。</translation>
    </message>
    <message>
      <source>{path} states its lengths in {unit}, not in mm; save it with lengths in mm.</source>
      <translation>{path} 的长度单位为{unit}，而不是 mm；请以 mm 为单位保存。</translation>
    </message>
  </context>
  <context>
    <name>formats.voxels</name>
    <message>
      <source>at most {most}</source>
      <translation>至多 {most}</translation>
    </message>
    <message>
      <source>{needed} bytes</source>
      <translation>{needed} 字节</translation>
    </message>
    <message>
      <source>{numbers} numbers</source>
      <translation>{numbers} 个数</translation>
    </message>
    <message>
      <source>{path} contradicts itself: its header states {stored_bytes} compressed bytes, and its data are {stored}; export it again.</source>
      <translation>{path} 自相矛盾：其文件头声明有 {stored_bytes} 个压缩字节，而数据为 {stored} 个；请重新导出。</translation>
    </message>
    <message>
      <source>{path} ends in the middle of a number, perhaps cut off; copy or export it again.</source>
      <translation>{path} 在一个数的中间结束，可能被截断；请重新复制或导出。</translation>
    </message>
    <message>
      <source>{path} holds more slices than the {slices} that its header states; export it again.</source>
      <translation>{path} 的层数多于其文件头声明的 {slices} 层；请重新导出。</translation>
    </message>
    <message>
      <source>{path} holds text that is no number of its voxel type; export it again.</source>
      <translation>{path} 含有不符合其体素类型的文本；请重新导出。</translation>
    </message>
    <message>
      <source>{path} is damaged or cut off: {found} of {needed} are there; copy or export it again.</source>
      <translation>{path} 已损坏或被截断：应有 {needed}，实有 {found}；请重新复制或导出。</translation>
    </message>
  </context>
  <context>
    <name>host.button_words</name>
    <message>
      <source>"Compute features" (Cohort)</source>
      <translation>“计算特征”（队列）</translation>
    </message>
    <message>
      <source>"Make a calibration..." (Patient, Model)</source>
      <translation>“制作校准...”（患者，模型）</translation>
    </message>
    <message>
      <source>"Train and validate" (Cohort)</source>
      <translation>“训练并验证”（队列）</translation>
    </message>
  </context>
  <context>
    <name>host.child_process</name>
    <message>
      <source>Slicer's Python (PythonSlicer) was not found beside Slicer; install Slicer again.</source>
      <translation>在 Slicer 旁未找到其 Python（PythonSlicer）；请重新安装 Slicer。</translation>
    </message>
    <message>
      <source>{program} cannot be started; check that Slicer is installed whole.</source>
      <translation>{program} 无法启动；请检查 Slicer 是否完整安装。</translation>
    </message>
  </context>
  <context>
    <name>host.dicom_database</name>
    <message>
      <source>Slicer's DICOM database did not take all of the new objects; look into its log, and for room on disk.</source>
      <translation>Slicer 的 DICOM 数据库没有收下全部新对象；请查看其日志，并确认磁盘有足够空间。</translation>
    </message>
    <message>
      <source>The volume '{name}' was not loaded from Slicer's DICOM database, so no study is known to add to; load it with the module DICOM.</source>
      <translation>体数据“{name}”不是从 Slicer 的 DICOM 数据库加载的，因此不知道应加入哪个检查；请用 DICOM 模块加载它。</translation>
    </message>
    <message>
      <source>{gone} of the slices of the volume '{name}' are no longer in Slicer's DICOM database; import them again.</source>
      <translation>体数据“{name}”有 {gone} 层已不在 Slicer 的 DICOM 数据库中；请重新导入。</translation>
    </message>
  </context>
  <context>
    <name>host.packages</name>
    <message>
      <source>  {package}, about {size} MB</source>
      <translation>  {package}，约 {size} MB</translation>
    </message>
    <message>
      <source>Install a package?</source>
      <translation>安装软件包？</translation>
    </message>
    <message>
      <source>Install packages?</source>
      <translation>安装这些软件包？</translation>
    </message>
    <message>
      <source>This needs the Python package {package} from pypi.org (its size is not known). Install it?</source>
      <translation>此功能需要来自 pypi.org 的 Python 软件包 {package}（大小未知）。是否安装？</translation>
    </message>
    <message>
      <source>This needs the Python package {package} from pypi.org, about {size} MB on the disk with what it needs itself. Install it?</source>
      <translation>此功能需要来自 pypi.org 的 Python 软件包 {package}，连同其依赖约占磁盘 {size} MB。是否安装？</translation>
    </message>
    <message>
      <source>This needs these Python packages from pypi.org, once:

{listed}

Install them?</source>
      <translation>此功能需要一次性安装来自 pypi.org 的以下 Python 软件包：

{listed}

是否安装？</translation>
    </message>
    <message>
      <source>{packages} could not be installed ({error}); check the network, or ask whoever runs it.</source>
      <translation>{packages} 未能安装（{error}）；请检查网络，或询问网络管理员。</translation>
    </message>
  </context>
  <context>
    <name>imaging.checks</name>
    <message>
      <source> and {smaller} smaller</source>
      <translation>，另有 {smaller} 个更小的</translation>
    </message>
    <message>
      <source> or </source>
      <translation> 或 </translation>
    </message>
    <message>
      <source>A {kind} is needed, not {what}; make one with {kind}.from_sitk(image), or read a file with PCRPredictorLib.formats.</source>
      <translation>需要 {kind}，而不是 {what}；请用 {kind}.from_sitk(image) 创建，或用 PCRPredictorLib.formats 读取文件。</translation>
    </message>
    <message>
      <source>Slices are {step:.2f} mm apart; above {thick_slice_mm:g} mm, texture is unreliable.</source>
      <translation>层间距为 {step:.2f} mm；大于 {thick_slice_mm:g} mm 时纹理不可靠。</translation>
    </message>
    <message>
      <source>The contour has {count} separate parts ({listed}{more} voxels); all of them are scored together.</source>
      <translation>轮廓由 {count} 个互不相连的部分组成（{listed}{more} 个体素）；将一并评分。</translation>
    </message>
    <message>
      <source>The lesion spans {columns} x {rows} voxels in plane, no more than the offset of {longest_offset} voxels; features of offset {longest_offset} rest on few or no pairs.</source>
      <translation>病灶在层面内仅 {columns} x {rows} 个体素，不超过 {longest_offset} 个体素的偏移；偏移为 {longest_offset} 的特征所依据的体素对很少或没有。</translation>
    </message>
    <message>
      <source>The lesion touches the image border ({where}); part of it may be missing.</source>
      <translation>病灶触及图像边缘（{where}）；可能有部分缺失。</translation>
    </message>
    <message>
      <source>below {padding_below_hu} HU</source>
      <translation>低于 {padding_below_hu} HU</translation>
    </message>
    <message>
      <source>column</source>
      <translation>列</translation>
    </message>
    <message>
      <source>first {name}</source>
      <translation>第一{name}</translation>
    </message>
    <message>
      <source>last {name}</source>
      <translation>最后一{name}</translation>
    </message>
    <message>
      <source>row</source>
      <translation>行</translation>
    </message>
    <message>
      <source>slice</source>
      <translation>层</translation>
    </message>
    <message>
      <source>{bright} of {size} lesion voxels ({share:.3g} %) lie above {bright_above_hu} HU (highest {highest:g}): lipiodol, metal or calcification rescales every texture feature.</source>
      <translation>病灶的 {size} 个体素中有 {bright} 个（{share:.3g} %）高于 {bright_above_hu} HU（最高 {highest:g}）：碘油、金属或钙化会改变所有纹理特征的尺度。</translation>
    </message>
    <message>
      <source>{bright} of {size} lesion voxels ({share:.3g} %) lie above {bright_above_hu} HU (highest {highest:g}): lipiodol, metal or calcification weighs in every feature but the shape.</source>
      <translation>病灶的 {size} 个体素中有 {bright} 个（{share:.3g} %）高于 {bright_above_hu} HU（最高 {highest:g}）：碘油、金属或钙化会影响除形状以外的所有特征。</translation>
    </message>
    <message>
      <source>{lowest:g} to {highest:g}</source>
      <translation>{lowest:g} 至 {highest:g}</translation>
    </message>
    <message>
      <source>{source} covers padding of {source2} in {padding} of {size} voxels ({values}, lowest {lowest:g}); a single one changes every texture feature, so cut the contour back to the field of view.</source>
      <translation>{source}的 {size} 个体素中有 {padding} 个覆盖了{source2}的填充区（{values}，最低 {lowest:g}）；哪怕一个也会改变所有纹理特征，请将轮廓缩回扫描视野内。</translation>
    </message>
    <message>
      <source>{source} has grey values from {lowest:g} to {highest:g} in {source2}, beyond what can be told apart ({largest_grey:.0e}); export it with smaller numbers.</source>
      <translation>{source}在{source2}内的灰度值为 {lowest:g} 至 {highest:g}，超出可分辨的范围（{largest_grey:.0e}）；请以较小的数值导出。</translation>
    </message>
    <message>
      <source>{source} has no pair of voxels at offset ({column}, {row}, {slice_}) (column, row, slice): no two of its voxels lie that far apart in that direction, so co-occurrence features do not exist there; leave them or the lesion out.</source>
      <translation>{source}在偏移（{column}, {row}, {slice_}）（列、行、层）处没有体素对：该方向上没有两个体素相距如此之远，因此不存在共生矩阵特征；请去掉这些特征或不纳入该病灶。</translation>
    </message>
    <message>
      <source>{source} has one grey value only ({value:g}) in {source2}; texture is undefined there, so check that mask and image belong together.</source>
      <translation>{source}在{source2}内只有一个灰度值（{value:g}）；此处纹理无定义，请检查轮廓与图像是否匹配。</translation>
    </message>
    <message>
      <source>{source} has {broken} voxels that are NaN or infinite inside {source2}; export the image again.</source>
      <translation>{source}在{source2}内有 {broken} 个体素为 NaN 或无穷大；请重新导出图像。</translation>
    </message>
    <message>
      <source>{source} has {count} voxels; at least {least_voxels} are needed for texture features, so check the contour or leave the lesion out.</source>
      <translation>{source}只有 {count} 个体素；纹理特征至少需要 {least_voxels} 个，请检查轮廓或不纳入该病灶。</translation>
    </message>
    <message>
      <source>{source} is empty; draw the lesion, or choose another segment.</source>
      <translation>{source}为空；请勾画病灶，或选择其他分割区域。</translation>
    </message>
    <message>
      <source>{source} is not in Hounsfield units: {reason}; export the original CT in HU (a file that is meant to be no CT is taken with --any-modality).</source>
      <translation>{source}不是以 HU 为单位：{reason}；请以 HU 导出原始 CT（非 CT 图像只能在命令行中处理）。</translation>
    </message>
    <message>
      <source>{source} is not on the grid of {source2}; bring it there with onto_grid first.</source>
      <translation>{source}与{source2}不在同一网格上；请先用 onto_grid 转换。</translation>
    </message>
    <message>
      <source>{source} reaches {highest:g} in {source2}, which is no value in HU (above {highest_hu}); export the CT volume again.</source>
      <translation>{source}在{source2}内达到 {highest:g}，不是有效的 HU 值（高于 {highest_hu}）；请重新导出 CT。</translation>
    </message>
  </context>
  <context>
    <name>imaging.contour_proposal</name>
    <message>
      <source>Look at it on every slice and correct it before it is scored.</source>
      <translation>评分前请逐层查看并修正。</translation>
    </message>
    <message>
      <source>Nothing grew from the line; draw the longest diameter of the lesion from edge to edge.</source>
      <translation>未能由该线段生成轮廓；请从一侧边缘到另一侧边缘画出病灶最长径。</translation>
    </message>
    <message>
      <source>This proposal is doubtful, since the image does not show where the lesion ends: draw the contour by hand, or correct it everywhere.</source>
      <translation>该建议轮廓不可靠，因为图像未显示病灶边界：请手动勾画，或逐处修正。</translation>
    </message>
    <message>
      <source>the proposed contour</source>
      <translation>建议的轮廓</translation>
    </message>
  </context>
  <context>
    <name>imaging.geometry</name>
    <message>
      <source>{source} has a position that is no number {origin}; export it again.</source>
      <translation>{source}的位置不是数值 {origin}；请重新导出。</translation>
    </message>
    <message>
      <source>{source} has a voxel size that is not positive {spacing}; export it again.</source>
      <translation>{source}的体素大小不是正数 {spacing}；请重新导出。</translation>
    </message>
    <message>
      <source>{source} has axes that are not orthogonal (a sheared grid); resample it to a straight one.</source>
      <translation>{source}的坐标轴不正交（网格存在剪切）；请将其重采样到直角网格。</translation>
    </message>
  </context>
  <context>
    <name>imaging.hounsfield</name>
    <message>
      <source>its values run from {lowest:g} to {highest:g}</source>
      <translation>其数值范围为 {lowest:g} 至 {highest:g}</translation>
    </message>
    <message>
      <source>{told} and the lesion lies about {median:.0f}, as with 1024 added (air at 0 or 24)</source>
      <translation>{told}且病灶约为 {median:.0f}，像是加了 1024（空气为 0 或 24）</translation>
    </message>
    <message>
      <source>{told} in steps smaller than 1, as in z-scores or an image scaled to 1</source>
      <translation>{told}且步长小于 1，像是 z 分数或归一化到 1 的图像</translation>
    </message>
    <message>
      <source>{told} with air at 0, as in a gray window or a picture of {highest:g} levels</source>
      <translation>{told}且空气为 0，像是加窗后的灰度图或 {highest:g} 级图片</translation>
    </message>
    <message>
      <source>{told} without soft tissue about 0, as with 1024 taken off twice</source>
      <translation>{told}且 0 附近没有软组织，像是减了两次 1024</translation>
    </message>
  </context>
  <context>
    <name>imaging.lesion_frame</name>
    <message>
      <source>A stroke lies too far from the longest diameter; draw the diameter of that lesion anew.</source>
      <translation>笔划离最长径太远；请重新画出该病灶的直径。</translation>
    </message>
  </context>
  <context>
    <name>imaging.lesion_hints</name>
    <message>
      <source>The second line does not cross the first; draw it across the lesion from edge to edge.</source>
      <translation>第二条线未与第一条线相交；请在病灶上从一侧边缘横向画到另一侧边缘。</translation>
    </message>
    <message>
      <source>The second line is {width:.1f} mm long and the first one {length:.1f} mm; draw the longest diameter first, then a shorter line across it from edge to edge.</source>
      <translation>第二条线长 {width:.1f} mm，第一条线长 {length:.1f} mm；请先画最长径，再从一侧边缘到另一侧边缘画一条较短的横线。</translation>
    </message>
  </context>
  <context>
    <name>imaging.lesion_line</name>
    <message>
      <source>A point is three numbers of mm, not {point}; draw the line again.</source>
      <translation>一个点由三个以 mm 为单位的数值组成，而不是 {point}；请重新画线。</translation>
    </message>
    <message>
      <source>The line is {length_mm:.1f} mm long, and a lesion of {shortest_mm:g} to {longest_mm:g} mm can be proposed; draw its longest diameter from edge to edge.</source>
      <translation>线段长 {length_mm:.1f} mm，而可建议的病灶为 {shortest_mm:g} 至 {longest_mm:g} mm；请从一侧边缘到另一侧边缘画出最长径。</translation>
    </message>
    <message>
      <source>The point ({place}) lies outside {source}; draw the line on this image.</source>
      <translation>点（{place}）位于{source}之外；请在该图像上画线。</translation>
    </message>
  </context>
  <context>
    <name>imaging.mask</name>
    <message>
      <source>Label 0 was asked of {source}, but 0 is the background; choose the lesion's label.</source>
      <translation>向{source}要求了标签 0，但 0 是背景；请选择病灶的标签。</translation>
    </message>
    <message>
      <source>Label {label!r:.40} was asked of {source}; a label is a whole number.</source>
      <translation>向{source}要求了标签 {label!r:.40}；标签须为整数。</translation>
    </message>
    <message>
      <source>none, the mask is empty</source>
      <translation>无，轮廓为空</translation>
    </message>
    <message>
      <source>{listed} and {more} more</source>
      <translation>{listed} 等，另有 {more} 个</translation>
    </message>
    <message>
      <source>{source} holds no voxel of label {label}; labels present: {labels}.</source>
      <translation>{source}中没有标签为 {label} 的体素；现有标签：{labels}。</translation>
    </message>
    <message>
      <source>{source}: a mask array must be boolean, not {dtype}.</source>
      <translation>{source}：轮廓数组须为布尔型，而不是 {dtype}。</translation>
    </message>
    <message>
      <source>{source}: array {shape} and geometry {shape2} differ in shape.</source>
      <translation>{source}：数组 {shape} 与几何信息 {shape2} 的形状不同。</translation>
    </message>
  </context>
  <context>
    <name>imaging.orientation</name>
    <message>
      <source>The slices are tilted by {tilt:.0f} degrees against the axial plane, more than a gantry is; the features are measured in the planes of the scan. Give the axial series if there is one.</source>
      <translation>层面相对轴位倾斜 {tilt:.0f} 度，超过机架可能的倾角；特征在扫描层面内测量。如有轴位序列，请使用之。</translation>
    </message>
    <message>
      <source>The voxel sizes ({x:.3g} x {y:.3g} x {z:.3g} mm left-right, front-back, bottom-top) are those of a {name} acquisition; the features are measured in axial planes, as the model's are, and take grey values from several slices there. Give the axial series if there is one.</source>
      <translation>体素大小（左右、前后、上下 {x:.3g} x {y:.3g} x {z:.3g} mm）属于 {name} 采集；特征与模型一样在轴位层面内测量，因此会取自多个层面的灰度值。如有轴位序列，请使用之。</translation>
    </message>
  </context>
  <context>
    <name>imaging.pairing</name>
    <message>
      <source>Confirmed by the user, although it speaks against it: {sentence}.</source>
      <translation>用户已确认，尽管有相反迹象：{sentence}。</translation>
    </message>
    <message>
      <source>Only the {simulated} phase is marked as simulated; the {other} phase is not.</source>
      <translation>只有{simulated}期标记为模拟数据；{other}期未标记。</translation>
    </message>
    <message>
      <source>The two phases come from different studies; check that they belong together.</source>
      <translation>两期来自不同的检查；请确认其属于同一次检查。</translation>
    </message>
    <message>
      <source>The two phases have one patient identifier and two names; check that they are of one patient.</source>
      <translation>两期的患者编号相同而姓名不同；请确认属于同一患者。</translation>
    </message>
    <message>
      <source>The two phases were acquired at the same time by their headers; check that they are two phases, not two reconstructions of one.</source>
      <translation>按文件头信息，两期采集时间相同；请确认它们是两期，而非同一期的两次重建。</translation>
    </message>
    <message>
      <source>The two phases were acquired {minutes:.0f} minutes apart; arterial and portal venous phase of one injection follow each other within two, so check that they belong together.</source>
      <translation>两期相隔 {minutes:.0f} 分钟采集；同一次注射的动脉期与门静脉期隔不超过两分钟，请确认其属于同一次检查。</translation>
    </message>
    <message>
      <source>a volume that is no longer there</source>
      <translation>已不存在的体数据</translation>
    </message>
    <message>
      <source>another volume</source>
      <translation>另一个体数据</translation>
    </message>
    <message>
      <source>arterial</source>
      <translation>动脉</translation>
    </message>
    <message>
      <source>arterial phase</source>
      <translation>动脉期</translation>
    </message>
    <message>
      <source>confirm the phases where they are right (--confirm-phases)</source>
      <translation>在期正确时予以确认</translation>
    </message>
    <message>
      <source>exchange the two</source>
      <translation>将两者互换</translation>
    </message>
    <message>
      <source>give the contour drawn on the {phase}</source>
      <translation>给出在{phase}上勾画的轮廓</translation>
    </message>
    <message>
      <source>give the right one or exchange the two</source>
      <translation>给出正确的图像或将两者互换</translation>
    </message>
    <message>
      <source>give two phases of one examination</source>
      <translation>给出同一次检查的两期</translation>
    </message>
    <message>
      <source>give two phases of one patient</source>
      <translation>给出同一患者的两期</translation>
    </message>
    <message>
      <source>portal</source>
      <translation>门静脉</translation>
    </message>
    <message>
      <source>portal venous phase</source>
      <translation>门静脉期</translation>
    </message>
    <message>
      <source>the arterial image</source>
      <translation>动脉期图像</translation>
    </message>
    <message>
      <source>the contour given for the {phase} was drawn on {other}</source>
      <translation>{phase}的轮廓是在{other}上勾画的</translation>
    </message>
    <message>
      <source>the contour of {image}</source>
      <translation>{image}的轮廓</translation>
    </message>
    <message>
      <source>the portal image</source>
      <translation>门静脉期图像</translation>
    </message>
    <message>
      <source>{arterial} and {portal} are of different patients</source>
      <translation>{arterial}与{portal}属于不同患者</translation>
    </message>
    <message>
      <source>{given}, given as {phase}, has a name of a late phase or of none with contrast</source>
      <translation>{given}被作为{phase}，其名称却属于延迟期或平扫</translation>
    </message>
    <message>
      <source>{given}, given as {phase}, has a name of the {named}</source>
      <translation>{given}被作为{phase}，其名称却属于{named}</translation>
    </message>
    <message>
      <source>{sentence}; {remedy}, or {how}.</source>
      <translation>{sentence}；请{remedy}，或{how}。</translation>
    </message>
    <message>
      <source>{source} and {source2} are the same image; give the arterial and the portal phase.</source>
      <translation>{source}与{source2}是同一图像；请分别给出动脉期和门静脉期。</translation>
    </message>
    <message>
      <source>{{arterial}} and {{portal}} are {days} days apart by their study dates</source>
      <translation>{{arterial}}与{{portal}}的检查日期差 {days} 天</translation>
    </message>
    <message>
      <source>{{arterial}} and {{portal}} were acquired {hours:.0f} hours apart</source>
      <translation>{{arterial}}与{{portal}}的采集时间相差 {hours:.0f} 小时</translation>
    </message>
    <message>
      <source>{{portal}}, given as portal phase, was acquired {seconds:.0f} s before {{arterial}}, given as arterial phase</source>
      <translation>作为门静脉期的{{portal}}比作为动脉期的{{arterial}}早采集 {seconds:.0f} 秒</translation>
    </message>
  </context>
  <context>
    <name>imaging.perturbation</name>
    <message>
      <source>A correlation length of {correlation_mm:g} mm is too short for {source}, which extends over {extent:.0f} mm; choose a longer one.</source>
      <translation>相关长度 {correlation_mm:g} mm 对于{source}过短，其范围为 {extent:.0f} mm；请选择更长的。</translation>
    </message>
    <message>
      <source>{source} is empty; draw the lesion, or choose another segment.</source>
      <translation>{source}为空；请勾画病灶，或选择其他分割区域。</translation>
    </message>
  </context>
  <context>
    <name>imaging.phase_image</name>
    <message>
      <source>{source} holds {dtype} values; one integer or real number a voxel is needed.</source>
      <translation>{source}的值为 {dtype} 类型；每个体素需要一个整数或实数。</translation>
    </message>
  </context>
  <context>
    <name>imaging.resampling</name>
    <message>
      <source>A voxel size is three positive numbers of mm, not {spacing}.</source>
      <translation>体素大小由三个以 mm 计的正数组成，而不是 {spacing}。</translation>
    </message>
    <message>
      <source>No voxel of {source} falls in {source2} ({before} voxels on a finer grid of its own); draw the lesion on the image itself.</source>
      <translation>{source}没有体素落在{source2}内（其自身较细网格上有 {before} 个体素）；请在图像本身上勾画病灶。</translation>
    </message>
    <message>
      <source>Only {share:.1f} % of {source} lies inside {source2} (99 % needed); check that mask and image belong to the same scan.</source>
      <translation>{source}只有 {share:.1f} % 位于{source2}之内（需要 99 %）；请确认轮廓与图像属于同一次扫描。</translation>
    </message>
    <message>
      <source>Resampling would mix padding of {source} ({values}) into {count} voxels of {source2}; cut the contour back from the border of the field of view, or do not resample.</source>
      <translation>重采样会将{source}的填充值（{values}）混入{source2}的 {count} 个体素；请将轮廓从视野边缘缩回，或不作重采样。</translation>
    </message>
    <message>
      <source>The mask was on another grid than the image and was resampled by nearest neighbor: {before} voxels ({before_ml:.2f} ml) before, {after} voxels ({after_ml:.2f} ml) after.</source>
      <translation>轮廓与图像的网格不同，已按最近邻重采样：之前 {before} 个体素（{before_ml:.2f} ml），之后 {after} 个体素（{after_ml:.2f} ml）。</translation>
    </message>
    <message>
      <source>{source} is empty; draw the lesion, or choose another segment.</source>
      <translation>{source}为空；请勾画病灶，或选择其他分割区域。</translation>
    </message>
    <message>
      <source>{source} is not on the grid of {source2}; bring it there with onto_grid first.</source>
      <translation>{source}与{source2}不在同一网格上；请先用 onto_grid 转换。</translation>
    </message>
    <message>
      <source>{source} vanishes at a voxel size of {spacing} mm; choose a smaller one.</source>
      <translation>{source}在 {spacing} mm 的体素大小下消失；请选择较小的体素。</translation>
    </message>
    <message>
      <source>{source} would have {voxels:.2g} voxels at a voxel size of {spacing} mm, and {most_voxels:.2g} are the most; choose a larger one.</source>
      <translation>{source}在 {spacing} mm 的体素大小下将有 {voxels:.2g} 个体素，上限为 {most_voxels:.2g}；请选择较大的体素。</translation>
    </message>
  </context>
  <context>
    <name>imaging.series_reference</name>
    <message>
      <source>The contour does not say on which series it was drawn, so only its position tells that it belongs to the image.</source>
      <translation>轮廓未说明在哪个序列上勾画，因此只能凭位置判断它属于该图像。</translation>
    </message>
    <message>
      <source>The contour is a DICOM object and the image is no DICOM series, so only their positions tell that they belong together.</source>
      <translation>轮廓是 DICOM 对象，而图像不是 DICOM 序列，因此只能凭位置判断二者是否匹配。</translation>
    </message>
    <message>
      <source>{source} and {image_source} are of different patients; give the contour of this patient.</source>
      <translation>{source}与{image_source}属于不同患者；请给出该患者的轮廓。</translation>
    </message>
    <message>
      <source>{source} has a contour that lies {off:.1f} mm away from the slice that it says it was drawn on; export it again, with the images as they were when it was drawn.</source>
      <translation>{source}有一条轮廓距其所称勾画的层面 {off:.1f} mm；请连同勾画时的图像重新导出。</translation>
    </message>
    <message>
      <source>{source} refers to {missing} of {instances} slices that {image_source} does not hold; give the whole series that it was drawn on.</source>
      <translation>{source}引用的 {instances} 层中有 {missing} 层不在{image_source}中；请给出其所勾画的完整序列。</translation>
    </message>
    <message>
      <source>{source} was drawn in another frame of reference than that of {image_source}; give the contour that was drawn on this series.</source>
      <translation>{source}与{image_source}的参考坐标系不同；请给出在该序列上勾画的轮廓。</translation>
    </message>
    <message>
      <source>{source} was drawn on other slices than those of {image_source}, on another series or another copy of it; give the series that it was drawn on.</source>
      <translation>{source}不是在{image_source}的层面上勾画的，而是在另一序列或其另一副本上；请给出其所勾画的序列。</translation>
    </message>
  </context>
  <context>
    <name>imaging.slice_places</name>
    <message>
      <source>their distance changes along the series</source>
      <translation>层间距沿序列变化</translation>
    </message>
    <message>
      <source>they are shifted in plane, as by a gantry tilt</source>
      <translation>各层在平面内错位，如机架倾斜所致</translation>
    </message>
    <message>
      <source>they lie {least:.2f} to {most:.2f} mm apart</source>
      <translation>层间距为{least:.2f}至{most:.2f} mm</translation>
    </message>
  </context>
  <context>
    <name>models.acquisition</name>
    <message>
      <source>The {phase} {what} '{value}' is not among the {cohort} cohort's ({seen}).</source>
      <translation>{phase}的{what}“{value}”不在{cohort}队列的取值之内（{seen}）。</translation>
    </message>
    <message>
      <source>The {phase} {what} is {value:g}; the {cohort} cohort's is {seen}.</source>
      <translation>{phase}的{what}为 {value:g}；{cohort}队列为 {seen}。</translation>
    </message>
    <message>
      <source>arterial</source>
      <translation>动脉期</translation>
    </message>
    <message>
      <source>calibration</source>
      <translation>校准</translation>
    </message>
    <message>
      <source>matrix columns</source>
      <translation>矩阵列数</translation>
    </message>
    <message>
      <source>matrix rows</source>
      <translation>矩阵行数</translation>
    </message>
    <message>
      <source>pixel spacing (mm)</source>
      <translation>像素间距（mm）</translation>
    </message>
    <message>
      <source>portal</source>
      <translation>门静脉期</translation>
    </message>
    <message>
      <source>reconstruction kernel</source>
      <translation>重建卷积核</translation>
    </message>
    <message>
      <source>scanner</source>
      <translation>扫描仪</translation>
    </message>
    <message>
      <source>slice spacing (mm)</source>
      <translation>层间距（mm）</translation>
    </message>
    <message>
      <source>slice thickness (mm)</source>
      <translation>层厚（mm）</translation>
    </message>
    <message>
      <source>tube voltage (kVp)</source>
      <translation>管电压（kVp）</translation>
    </message>
    <message>
      <source>{low:g} to {high:g}</source>
      <translation>{low:g} 至 {high:g}</translation>
    </message>
    <message>
      <source>{sentence} Texture features change with the acquisition.</source>
      <translation>{sentence}纹理特征会随采集条件而变化。</translation>
    </message>
    <message>
      <source>{source}: '{column}' holds '{cell:.40}', which is no finite number; correct it.</source>
      <translation>{source}：“{column}”中的“{cell:.40}”不是有限数值；请更正。</translation>
    </message>
  </context>
  <context>
    <name>models.answer</name>
    <message>
      <source> 95 % interval of {itself}.</source>
      <translation> 95 % 区间：{itself}。</translation>
    </message>
    <message>
      <source>95 % interval of {known}.</source>
      <translation>95 % 区间：{known}。</translation>
    </message>
    <message>
      <source>95 % intervals: {known}.</source>
      <translation>95 % 区间：{known}。</translation>
    </message>
    <message>
      <source>Above {owner} cut-off ({cutoff})</source>
      <translation>高于{owner}截断值（{cutoff}）</translation>
    </message>
    <message>
      <source>Below {owner} cut-off ({cutoff})</source>
      <translation>低于{owner}截断值（{cutoff}）</translation>
    </message>
    <message>
      <source>No class is given, since this {maker} has no valid cut-off.{alone}</source>
      <translation>不给出分类，因为该{maker}没有有效的截断值。{alone}</translation>
    </message>
    <message>
      <source>No class is given. The formula gives {number}, which means nothing for a patient unlike its cohort.</source>
      <translation>不给出分类。公式算得 {number}，但对与其队列不相似的患者没有意义。</translation>
    </message>
    <message>
      <source>No class is given: the cut-off is known only to lie within {cutoff}, and so does {number}.{alone}</source>
      <translation>不给出分类：仅知截断值位于 {cutoff} 之间，而 {number} 也在其中。{alone}</translation>
    </message>
    <message>
      <source>No valid cut-off</source>
      <translation>无有效截断值</translation>
    </message>
    <message>
      <source>Outside what this {maker} has seen</source>
      <translation>超出该{maker}所见过的范围</translation>
    </message>
    <message>
      <source>Probability of pathological complete response</source>
      <translation>病理完全缓解的概率</translation>
    </message>
    <message>
      <source>Research use only: not for decisions on patients.</source>
      <translation>仅供研究使用：不得用于患者的诊疗决策。</translation>
    </message>
    <message>
      <source>Simulated: this number says nothing about a real patient.</source>
      <translation>模拟数据：该数值不反映任何真实患者的情况。</translation>
    </message>
    <message>
      <source>This calibration's probabilities are unreliable.</source>
      <translation>该校准给出的概率不可靠。</translation>
    </message>
    <message>
      <source>This {maker} does not tell how uncertain the number is.</source>
      <translation>该{maker}未说明此数值的不确定程度。</translation>
    </message>
    <message>
      <source>Too close to call</source>
      <translation>过于接近截断值，无法判定</translation>
    </message>
    <message>
      <source>calibration</source>
      <translation>校准</translation>
    </message>
    <message>
      <source>model</source>
      <translation>模型</translation>
    </message>
    <message>
      <source>the cut-off {cutoff}</source>
      <translation>截断值为 {cutoff}</translation>
    </message>
    <message>
      <source>the model's</source>
      <translation>模型的</translation>
    </message>
    <message>
      <source>this probability {around}, from the intercept alone</source>
      <translation>该概率为 {around}（仅来自截距的不确定性）</translation>
    </message>
    <message>
      <source>your site's</source>
      <translation>贵单位的</translation>
    </message>
    <message>
      <source>{low} to {high}</source>
      <translation>{low} 至 {high}</translation>
    </message>
  </context>
  <context>
    <name>models.auc</name>
    <message>
      <source>An AUC's interval needs two patients of each outcome, but here are {positives} with a response and {negatives} without; add patients.</source>
      <translation>AUC 的区间需要每种结局各两例患者，而此处有缓解者 {positives} 例、无缓解者 {negatives} 例；请增加患者。</translation>
    </message>
    <message>
      <source>{source}: an AUC's interval needs two patients of each outcome, but here are {positives} with a response and {negatives} without; add patients.</source>
      <translation>{source}：AUC 的区间需要每种结局各两例患者，而此处有缓解者 {positives} 例、无缓解者 {negatives} 例；请增加患者。</translation>
    </message>
  </context>
  <context>
    <name>models.calibration</name>
    <message>
      <source>A calibration needs either an outcome column or a stated prevalence, one of the two.</source>
      <translation>校准需要结局列或声明的患病比例，二者取其一。</translation>
    </message>
    <message>
      <source>The calibration cohort's table has no profile_hash, so nothing shows how its features were extracted.</source>
      <translation>校准队列的表没有 profile_hash，因此无从得知其特征如何提取。</translation>
    </message>
    <message>
      <source>The column '{column}' of {source} has {people} different values in {rows} rows; if it names the patients, calibrate with --patient {column}, or on one row of each: rows are counted as patients here, so that the intervals are too narrow.</source>
      <translation>{source} 的列“{column}”在 {rows} 行中有 {people} 个不同的值；若它表示患者，请用 --patient {column} 进行校准，或每名患者只用一行：此处每行都算作一名患者，因此区间过窄。</translation>
    </message>
    <message>
      <source>The prevalence must lie between 0 and 1, {least_prevalence:g} away from either, not at {prevalence:g}; 0.2 means 20 %.</source>
      <translation>患病比例须介于 0 和 1 之间，且距两端至少 {least_prevalence:g}，不能为 {prevalence:g}；0.2 表示 20 %。</translation>
    </message>
    <message>
      <source>The score of {source} overflows; check the coefficients of model '{name}'.</source>
      <translation>{source}的评分溢出；请检查模型“{name}”的系数。</translation>
    </message>
    <message>
      <source>The slope can only be fitted from outcomes; name the outcome column or keep the slope fixed.</source>
      <translation>斜率只能由结局拟合；请指定结局列，或保持斜率固定。</translation>
    </message>
    <message>
      <source>events</source>
      <translation>事件</translation>
    </message>
    <message>
      <source>non-events</source>
      <translation>非事件</translation>
    </message>
    <message>
      <source>{cells} outcomes are given for the {table} cases of {source}.</source>
      <translation>{source}有 {table} 个病例，却给出了 {cells} 个结局。</translation>
    </message>
    <message>
      <source>{shared} of the {patients} patients of the calibration have the feature values of patients that the model was trained on. Its coefficients were made of their outcomes, which no cross-validation here undoes: AUC, slope and cut-off of this calibration are too good. Calibrate on other patients.</source>
      <translation>{patients} 名校准患者中有 {shared} 名的特征值与训练该模型的患者相同。模型系数由这些患者的结局得出，此处的交叉验证无法消除其影响：本校准的 AUC、斜率和截断值均过于乐观。请用其他患者进行校准。</translation>
    </message>
    <message>
      <source>{shared} of the {patients} patients of the calibration have the feature values of patients that the model was trained on. The model carries its own intercept and scaling, and needs no calibration on them.</source>
      <translation>{patients} 名校准患者中有 {shared} 名的特征值与训练该模型的患者相同。模型自带截距和标准化参数，无需用这些患者校准。</translation>
    </message>
    <message>
      <source>{shared} of {table} cases have the feature values of cases that took part in the calibration; what is measured on those is too good.</source>
      <translation>{table} 个病例中有 {shared} 个的特征值与参与校准的病例相同；在其上测得的结果过于乐观。</translation>
    </message>
    <message>
      <source>{source} has {count} {word} in '{column}'; a calibration from outcomes needs at least {fewest_of_a_class} events and as many non-events: enlarge the cohort or state a prevalence.</source>
      <translation>{source}的“{column}”中只有 {count} 个{word}；由结局校准至少需要 {fewest_of_a_class} 个事件和同样多的非事件：请扩大队列，或声明患病比例。</translation>
    </message>
    <message>
      <source>{source} has {table} patients; a calibration needs at least {fewest_patients}.</source>
      <translation>{source}有 {table} 例患者；校准至少需要 {fewest_patients} 例。</translation>
    </message>
    <message>
      <source>{source} was extracted with profile {found}, the model needs {wanted}; extract the cohort again with the model's profile.</source>
      <translation>{source}以配置 {found} 提取，而模型需要 {wanted}；请用模型的配置重新提取该队列。</translation>
    </message>
    <message>
      <source>{source}, row {row}, column '{column}' is missing or infinite; drop the case.</source>
      <translation>{source}第 {row} 行“{column}”列缺失或为无穷大；请去掉该病例。</translation>
    </message>
    <message>
      <source>{source}: '{column}' is the outcome, so it cannot name the patient, too; name another column.</source>
      <translation>{source}：“{column}”是结局列，不能同时表示患者；请指定另一列。</translation>
    </message>
    <message>
      <source>{source}: the cases {first} and {second} have the same feature values ({copies} such pairs), as one patient under two names has, who would count twice in every interval; keep one row for each patient, or name the patients (--patient).</source>
      <translation>{source}：病例 {first} 与 {second} 的特征值相同（共 {copies} 对），像是同一患者的两个名称，会在每个区间中重复计数；每例患者请只保留一行，或指明患者列（--patient）。</translation>
    </message>
    <message>
      <source>{source}: the column '{column}' has no finite standard deviation above 0, with {value:g} in row {row}; correct that value or drop the case.</source>
      <translation>{source}：“{column}”列没有大于 0 的有限标准差，第 {row} 行为 {value:g}；请更正该值或去掉该病例。</translation>
    </message>
    <message>
      <source>{source}: the column '{column}' is constant, so it has no standard deviation; check its extraction or enlarge the cohort.</source>
      <translation>{source}：“{column}”列为常数，没有标准差；请检查其提取过程或扩大队列。</translation>
    </message>
    <message>
      <source>{source}: the fitted slope is {slope:.3g}, so a higher score goes with fewer events; check the coding of the outcome, since the model does not hold in this cohort.</source>
      <translation>{source}：拟合的斜率为 {slope:.3g}，评分越高事件反而越少；请检查结局的编码，因为该模型在此队列中不成立。</translation>
    </message>
  </context>
  <context>
    <name>models.calibration_card</name>
    <message>
      <source>; coarse, for want of 100 patients</source>
      <translation>；因患者不足 100 例而较粗略</translation>
    </message>
    <message>
      <source>AUC, cross-validated</source>
      <translation>AUC（交叉验证）</translation>
    </message>
    <message>
      <source>Calibration</source>
      <translation>校准</translation>
    </message>
    <message>
      <source>Intercept</source>
      <translation>截距</translation>
    </message>
    <message>
      <source>Made from simulated patients: its numbers mean nothing for real ones.</source>
      <translation>由模拟患者制作：其数值对真实患者没有意义。</translation>
    </message>
    <message>
      <source>None is valid on this scale: a probability is given, but no class.</source>
      <translation>此标尺上没有有效截断值：给出概率，但不给出分类。</translation>
    </message>
    <message>
      <source>Outside from</source>
      <translation>超出范围的界限</translation>
    </message>
    <message>
      <source>Set so that the mean probability equals a stated prevalence of {stated}.</source>
      <translation>使平均概率等于声明的比例 {stated}。</translation>
    </message>
    <message>
      <source>Simulated calibration</source>
      <translation>模拟校准</translation>
    </message>
    <message>
      <source>Slope of the score</source>
      <translation>评分的斜率</translation>
    </message>
    <message>
      <source>Too close to call</source>
      <translation>过于接近截断值，无法判定</translation>
    </message>
    <message>
      <source>distance {limit:.1f}, {limit_rule}{coarse}</source>
      <translation>距离 {limit:.1f}，{limit_rule}{coarse}</translation>
    </message>
    <message>
      <source>fitted</source>
      <translation>经拟合</translation>
    </message>
    <message>
      <source>outcomes unknown</source>
      <translation>结局未知</translation>
    </message>
    <message>
      <source>the model's own 1 is used</source>
      <translation>采用模型自身的 1</translation>
    </message>
    <message>
      <source>{cohort_slope:.2f} ± {cohort_slope_se:.2f} (standard error); {used}</source>
      <translation>{cohort_slope:.2f} ± {cohort_slope_se:.2f}（标准误）；{used}</translation>
    </message>
    <message>
      <source>{events} with pCR</source>
      <translation>其中 {events} 例 pCR</translation>
    </message>
    <message>
      <source>{intercept:.3f} ± {intercept_se:.3f} (standard error)</source>
      <translation>{intercept:.3f} ± {intercept_se:.3f}（标准误）</translation>
    </message>
    <message>
      <source>{patients} patients ({events}), made {date}</source>
      <translation>{patients} 例患者（{events}），制作于 {date}</translation>
    </message>
    <message>
      <source>{patients} patients in {rows} rows ({events}), made {date}</source>
      <translation>{rows} 行中的 {patients} 例患者（{events}），制作于 {date}</translation>
    </message>
    <message>
      <source>{share:.0f} % of this cohort; about {of_sizes}</source>
      <translation>本队列的 {share:.0f} %；预计 {of_sizes}</translation>
    </message>
    <message>
      <source>{share:.0f} % with {size} patients</source>
      <translation>{size} 例患者时为 {share:.0f} %</translation>
    </message>
  </context>
  <context>
    <name>models.calibration_file</name>
    <message>
      <source>a cut-off to which more than half of its cohort is too close to call</source>
      <translation>其队列过半数病例因过于接近而无法判定的截断值</translation>
    </message>
    <message>
      <source>a cut-off without an AUC whose interval lies above 0.5</source>
      <translation>没有区间高于 0.5 的 AUC 却给出的截断值</translation>
    </message>
    <message>
      <source>{events} events in {patients} patients</source>
      <translation>{patients} 例患者中有 {events} 个事件</translation>
    </message>
    <message>
      <source>{rows} rows of {patients} patients</source>
      <translation>{patients} 例患者的 {rows} 行</translation>
    </message>
    <message>
      <source>{where} must be a text that is not empty.</source>
      <translation>{where} 必须是非空文本。</translation>
    </message>
    <message>
      <source>{where} states {wrong}; make it again with pcr-predictor calibrate.</source>
      <translation>{where} 所载内容不成立：{wrong}；请用“制作校准…”重新制作。</translation>
    </message>
    <message>
      <source>{where} was made by an older version, which did not note what its cohort looks like; make it again with pcr-predictor calibrate.</source>
      <translation>{where} 由旧版本制作，未记录其队列的情况；请用“制作校准…”重新制作。</translation>
    </message>
  </context>
  <context>
    <name>models.category_codes</name>
    <message>
      <source>The column '{column}' held {known} in the patients that the model was trained on, and holds {unseen} here. Of a count that is the next; if it is a code of categories, the model does not know it, so check how it is coded.</source>
      <translation>在训练模型的患者中，列“{column}”的值为 {known}，此处为 {unseen}。若为计数，这是下一个值；若为类别编码，则模型不认识该值，请检查其编码方式。</translation>
    </message>
    <message>
      <source>The column '{column}' held {known} in the patients that the model was trained on, but also holds {unseen} in those of the calibration, {source}; the model takes that for more or less of the same, so check that both are coded alike.</source>
      <translation>在训练该模型的患者中，列“{column}”的取值为 {known}，而在校准所用的患者（{source}）中还有 {unseen}；模型会将其视为同一量的多少，因此请核对两者的编码是否一致。</translation>
    </message>
    <message>
      <source>The column '{column}' held {known} in the patients that the model was trained on, but holds {unseen} here; the model takes that for more or less of the same, so check that it is coded as it was there.</source>
      <translation>在训练该模型的患者中，列“{column}”的取值为 {known}，而此处为 {unseen}；模型会将其视为同一量的多少，因此请核对编码是否与训练时一致。</translation>
    </message>
    <message>
      <source>model '{name}', training, {codes_key}</source>
      <translation>模型“{name}”的训练记录 {codes_key}</translation>
    </message>
    <message>
      <source>{where} must give a list of numbers for each column; export the model again.</source>
      <translation>{where} 必须为每一列给出数值列表；请重新导出模型。</translation>
    </message>
  </context>
  <context>
    <name>models.contour_spread</name>
    <message>
      <source>Spread over perturbed contours of this lesion; it is no confidence interval and says nothing about other sources of error.</source>
      <translation>这是该病灶扰动轮廓之间的离散程度；它不是置信区间，也不反映其他误差来源。</translation>
    </message>
  </context>
  <context>
    <name>models.copies</name>
    <message>
      <source>Cases such as {first} and {second} have the same feature values, as one patient under two names has (such pairs: {copies}); they count twice, and every interval is too narrow.</source>
      <translation>{first} 与 {second} 等病例的特征值相同，像是同一患者的两个名称（此类病例对：{copies}）；它们会重复计数，使每个区间过窄。</translation>
    </message>
  </context>
  <context>
    <name>models.csv_rows</name>
    <message>
      <source>it has a comma</source>
      <translation>带有逗号</translation>
    </message>
    <message>
      <source>it has a unit</source>
      <translation>带有单位</translation>
    </message>
    <message>
      <source>it is a limit</source>
      <translation>是界限值</translation>
    </message>
    <message>
      <source>it is a percentage</source>
      <translation>是百分数</translation>
    </message>
    <message>
      <source>it is a truth value</source>
      <translation>是真假值</translation>
    </message>
    <message>
      <source>its blanks or apostrophes divide thousands</source>
      <translation>以空格或撇号分隔千位</translation>
    </message>
    <message>
      <source>its commas divide thousands</source>
      <translation>以逗号分隔千位</translation>
    </message>
    <message>
      <source>its minus is a dash</source>
      <translation>其负号是破折号</translation>
    </message>
    <message>
      <source>its points divide thousands</source>
      <translation>以点分隔千位</translation>
    </message>
    <message>
      <source>write a column with four decimals ({number}0), or export it with commas between cells and decimal points</source>
      <translation>请将某一列写成四位小数（{number}0），或以逗号分隔单元格并用小数点导出</translation>
    </message>
    <message>
      <source>{path} cannot be read: {reason}; check the path and its rights.</source>
      <translation>无法读取 {path}：{reason}；请检查路径及其权限。</translation>
    </message>
    <message>
      <source>{path} does not exist; check the path.</source>
      <translation>{path} 不存在；请检查路径。</translation>
    </message>
    <message>
      <source>{path} has a header but no rows; choose a table with one row a case.</source>
      <translation>{path} 有表头但没有数据行；请选择每个病例一行的表格。</translation>
    </message>
    <message>
      <source>{path} has the column '{name}' twice; rename or drop one.</source>
      <translation>{path} 中“{name}”列出现两次；请重命名或删除其中一个。</translation>
    </message>
    <message>
      <source>{path} holds '{number}', and nothing shows whether such commas are decimal ones or divide thousands; {remedy}.</source>
      <translation>{path} 含有“{number}”，无从得知此类逗号是小数点还是千位分隔符；{remedy}。</translation>
    </message>
    <message>
      <source>{path} holds '{number}', and nothing shows whether such points are decimal ones or divide thousands, as they do where semicolons part the cells; {remedy}.</source>
      <translation>{path} 含有“{number}”，无从得知此类点是小数点，还是像以分号分隔单元格的表格中那样用于分隔千位；{remedy}。</translation>
    </message>
    <message>
      <source>{path} holds numbers with a decimal comma ('{number}') and others with a decimal point ('{point}'); export it with one of them.</source>
      <translation>{path} 中有的数用逗号作小数点（“{number}”），有的用点（“{point}”）；请统一后导出。</translation>
    </message>
    <message>
      <source>{path} is damaged: its gzip data do not unpack; copy or compress it again.</source>
      <translation>{path} 已损坏：其 gzip 数据无法解压；请重新复制或压缩。</translation>
    </message>
    <message>
      <source>{path} is empty or begins with an empty line; choose a CSV table with a header on top.</source>
      <translation>{path} 为空或以空行开头；请选择首行为表头的 CSV 表格。</translation>
    </message>
    <message>
      <source>{path} is no UTF-8 text; export the table as CSV with UTF-8 encoding.</source>
      <translation>{path} 不是 UTF-8 文本；请将表格导出为 UTF-8 编码的 CSV。</translation>
    </message>
    <message>
      <source>{path} is not UTF-8 text; export the table as CSV with UTF-8 encoding.</source>
      <translation>{path} 不是 UTF-8 文本；请将表格导出为 UTF-8 编码的 CSV。</translation>
    </message>
    <message>
      <source>{path} is not separated by commas; export it as CSV with commas and decimal points.</source>
      <translation>{path} 不是以逗号分隔；请导出为以逗号分隔并使用小数点的 CSV。</translation>
    </message>
    <message>
      <source>{path}, line {line} has {cells} cells where the header has {width}; put '{separator}' inside a cell between quotes.</source>
      <translation>{path} 第 {line} 行有 {cells} 个单元格，而表头有 {width} 个；单元格内的“{separator}”请放在引号之间。</translation>
    </message>
    <message>
      <source>{path}, line {line} is not valid CSV ({error}); export it again.</source>
      <translation>{path} 第 {line} 行不是有效的 CSV（{error}）；请重新导出。</translation>
    </message>
    <message>
      <source>{path}, line {line}, column '{column}' holds {cell!a} with a character that nobody sees; remove it.</source>
      <translation>{path} 第 {line} 行“{column}”列的 {cell!a} 含有不可见字符；请将其删除。</translation>
    </message>
    <message>
      <source>{path}: column {column} has no name, but line {line} holds something there; name it or leave it out.</source>
      <translation>{path}：第 {column} 列没有名称，但第 {line} 行在该列有内容；请为其命名或去掉该列。</translation>
    </message>
    <message>
      <source>{path}: column {position} has no name; name it or leave it out.</source>
      <translation>{path}：第 {position} 列没有名称；请为其命名或去掉该列。</translation>
    </message>
    <message>
      <source>{path}: the name of column {position}, {name!a}, holds a character that nobody sees; remove it.</source>
      <translation>{path}：第 {position} 列的名称 {name!a} 含有不可见字符；请将其删除。</translation>
    </message>
  </context>
  <context>
    <name>models.cutoff</name>
    <message>
      <source>The target {name} must lie between 0 and 1, not at {target}; 0.9 means 90 %.</source>
      <translation>目标 {name} 须介于 0 和 1 之间，不能为 {target}；0.9 表示 90 %。</translation>
    </message>
    <message>
      <source>{where} lies at {value:g}, not within its interval {lower:g} to {upper:g}; make the file again.</source>
      <translation>{where} 为 {value:g}，不在其区间 {lower:g} 至 {upper:g} 内；请重新制作该文件。</translation>
    </message>
  </context>
  <context>
    <name>models.domain</name>
    <message>
      <source>calibration</source>
      <translation>校准</translation>
    </message>
  </context>
  <context>
    <name>models.fields</name>
    <message>
      <source>a finite number</source>
      <translation>有限数值</translation>
    </message>
    <message>
      <source>a list</source>
      <translation>列表</translation>
    </message>
    <message>
      <source>a list of at least {minimum} entries</source>
      <translation>至少 {minimum} 项的列表</translation>
    </message>
    <message>
      <source>a list of {count}</source>
      <translation>含 {count} 项的列表</translation>
    </message>
    <message>
      <source>a number above {above:g}</source>
      <translation>大于 {above:g} 的数</translation>
    </message>
    <message>
      <source>a number above {above:g} and below {below:g}</source>
      <translation>大于 {above:g} 且小于 {below:g} 的数</translation>
    </message>
    <message>
      <source>a number below {below:g}</source>
      <translation>小于 {below:g} 的数</translation>
    </message>
    <message>
      <source>a text that is not empty</source>
      <translation>非空文本</translation>
    </message>
    <message>
      <source>a whole number of at least {minimum}</source>
      <translation>不小于 {minimum} 的整数</translation>
    </message>
    <message>
      <source>an object</source>
      <translation>对象</translation>
    </message>
    <message>
      <source>did you mean '{near}'?</source>
      <translation>您是否指“{near}”？</translation>
    </message>
    <message>
      <source>missing</source>
      <translation>缺失</translation>
    </message>
    <message>
      <source>one of {choices}</source>
      <translation>以下之一：{choices}</translation>
    </message>
    <message>
      <source>remove it or use the version that knows it.</source>
      <translation>请将其删除，或使用认识它的版本。</translation>
    </message>
    <message>
      <source>true or false</source>
      <translation>true 或 false（真或假）</translation>
    </message>
    <message>
      <source>{where} has format_version {kind}; this program reads version {read}: update the program or make the file again.</source>
      <translation>{where} 的 format_version 为 {kind}；本程序读取的版本为 {read}：请更新程序或重新制作该文件。</translation>
    </message>
    <message>
      <source>{where} has the unknown key {key!a:.60}; {hint}</source>
      <translation>{where} 含有未知的键 {key!a:.60}；{hint}</translation>
    </message>
    <message>
      <source>{where} is not a {name} file (its 'format' is {kind}); choose another file.</source>
      <translation>{where} 不是 {name} 文件（其“format”为 {kind}）；请选择其他文件。</translation>
    </message>
    <message>
      <source>{where} lacks the key '{key}'; add it or export the file again.</source>
      <translation>{where} 缺少键“{key}”；请补上，或重新导出该文件。</translation>
    </message>
    <message>
      <source>{where} must be a JSON object, not {kind}.</source>
      <translation>{where} 必须是 JSON 对象，而不是 {kind}。</translation>
    </message>
    <message>
      <source>{where}, {key} must hold two numbers from 0 to 1, the lower first.</source>
      <translation>{where} 的 {key} 必须是两个 0 至 1 之间的数，较小者在前。</translation>
    </message>
    <message>
      <source>{where}: '{key}' must be {expected}, not {kind}.</source>
      <translation>{where}：“{key}”必须是{expected}，而不是 {kind}。</translation>
    </message>
  </context>
  <context>
    <name>models.logistic</name>
    <message>
      <source>The logistic fit of slope and intercept does not converge; calibrate the intercept alone.</source>
      <translation>斜率和截距的 logistic 拟合不收敛；请只校准截距。</translation>
    </message>
    <message>
      <source>The score separates events from non-events completely, so no finite slope fits; calibrate the intercept alone or use a larger cohort.</source>
      <translation>评分将事件与非事件完全分开，因此没有有限的斜率；请只校准截距，或使用更大的队列。</translation>
    </message>
    <message>
      <source>The score spreads so far that every probability is 0 or 1 and the intercept cannot be determined; look for outliers in the cohort or calibrate slope and intercept.</source>
      <translation>评分离散过大，使每个概率都为 0 或 1，无法确定截距；请查找队列中的离群值，或同时校准斜率和截距。</translation>
    </message>
  </context>
  <context>
    <name>models.missing_codes</name>
    <message>
      <source>The column '{name}' of {source} holds {code:g}, unlike all its other values; if that means that there is no value, leave the cells empty: it counts as a value.</source>
      <translation>{source} 的列“{name}”中有 {code:g}，与其他所有值都不同；若它表示缺失，请将单元格留空：它会被当作一个值。</translation>
    </message>
  </context>
  <context>
    <name>models.model_file</name>
    <message>
      <source>'{text}' is neither a model file nor a published model; the published ones are {published}.</source>
      <translation>“{text}”既不是模型文件，也不是已发表的模型；已发表的模型为 {published}。</translation>
    </message>
    <message>
      <source>intercept</source>
      <translation>截距</translation>
    </message>
    <message>
      <source>scaling</source>
      <translation>标准化参数</translation>
    </message>
    <message>
      <source>{where} uses the feature {column} twice; keep one term for each feature.</source>
      <translation>{where} 两次使用特征 {column}；请为每个特征保留一项。</translation>
    </message>
    <message>
      <source>{where} was changed since it was trained: its coefficients, scaling, transforms or intercept do not have the {score_key} of its training record; take the original file.</source>
      <translation>{where} 在训练后被更改：其系数、标准化参数、变换或截距与训练记录中的 {score_key} 不符；请使用原始文件。</translation>
    </message>
    <message>
      <source>{where}, features[{number}]: {column} is labeled {label}, but is {true_label}; correct the label or the feature.</source>
      <translation>{where}, features[{number}]：{column} 标为 {label}，实为 {true_label}；请更正标签或特征。</translation>
    </message>
    <message>
      <source>{where}, features[{number}]: {error}</source>
      <translation>{where} 的 features[{number}]：{error}</translation>
    </message>
  </context>
  <context>
    <name>models.model_table</name>
    <message>
      <source>, which is for training models of one's own</source>
      <translation>（用于训练自己的模型）</translation>
    </message>
    <message>
      <source>Model '{name}' uses the ring around the lesion (columns AR_* and PR_*), which {source} lacks; {remedy}.</source>
      <translation>模型“{name}”使用病灶周围的环（AR_* 和 PR_* 列），而 {source} 没有；{remedy}。</translation>
    </message>
    <message>
      <source>measure the cohort with  pcr-predictor cohort --features {feature_set}</source>
      <translation>请用 {feature_set} 特征集测量该队列（目前只能在命令行中进行）</translation>
    </message>
    <message>
      <source>measure the cohort with  pcr-predictor cohort --features {feature_set} --rim</source>
      <translation>请用 {feature_set} 特征集并连同环测量该队列（目前只能在命令行中进行）</translation>
    </message>
    <message>
      <source>measure the cohort with  pcr-predictor cohort --rim</source>
      <translation>请连同环测量该队列（目前只能在命令行中进行）</translation>
    </message>
    <message>
      <source>{source} holds features of the set '{found}'{of_own}, but model '{name}' is made of '{wanted}'; {remedy}, or train a model on this table.</source>
      <translation>{source} 含有“{found}”特征集的特征{of_own}，而模型“{name}”由“{wanted}”构成；{remedy}，或用此表训练模型。</translation>
    </message>
    <message>
      <source>{source} mixes rings of {one:g} and {other:g} mm; measure all cases with one width.</source>
      <translation>{source} 混有 {one:g} mm 和 {other:g} mm 的环；请以同一宽度测量所有病例。</translation>
    </message>
    <message>
      <source>{source} was measured with a ring of {found:g} mm, model '{name}' with one of {wanted:g} mm; measure the cohort with  pcr-predictor cohort --rim {wanted:g}.</source>
      <translation>{source} 以 {found:g} mm 的环测量，模型“{name}”则为 {wanted:g} mm；请以 {wanted:g} mm 的环重新测量该队列（目前只能在命令行中进行）。</translation>
    </message>
    <message>
      <source>{source}: '{rim_column}' must be a width in mm, not '{cell:.40}'.</source>
      <translation>{source}：“{rim_column}”必须是以 mm 计的宽度，而不是“{cell:.40}”。</translation>
    </message>
  </context>
  <context>
    <name>models.outcomes</name>
    <message>
      <source>the outcome</source>
      <translation>结局</translation>
    </message>
    <message>
      <source>{source}, row {number}: {what} '{column}' is missing; complete or drop the case.</source>
      <translation>{source}第 {number} 行：{what}“{column}”缺失；请补全或去掉该病例。</translation>
    </message>
    <message>
      <source>{source}: no '{column}' equals '{positive}'; it holds {values}.</source>
      <translation>{source}：“{column}”中没有等于“{positive}”的值；其取值为 {values}。</translation>
    </message>
    <message>
      <source>{source}: {what} '{column}' has {values} values ({shown}); it must have two: name another column, or write one word for all but one of them.</source>
      <translation>{source}：{what}“{column}”有 {values} 个取值（{shown}）；必须为两个：请指定另一列，或将除一个以外的取值都写成同一个词。</translation>
    </message>
    <message>
      <source>{source}: {what} '{column}' is {value} in every case; both classes are needed, so add cases of the other.</source>
      <translation>{source}：所有病例的{what}“{column}”均为 {value}；需要两类，请补充另一类的病例。</translation>
    </message>
    <message>
      <source>{where} holds '{cell:.40}'; write 1 for an event and 0 for none, or say which value means an event.</source>
      <translation>{where}为“{cell:.40}”；请以 1 表示事件、0 表示无事件，或说明哪个值表示事件。</translation>
    </message>
  </context>
  <context>
    <name>models.own_cases</name>
    <message>
      <source>A case with these feature values took part in the calibration; if it is this one, that is no test.</source>
      <translation>校准队列中已有特征值相同的病例；若即为本例，则不能视为检验。</translation>
    </message>
    <message>
      <source>The model was trained on a case with these feature values; if it is this one, that is no test.</source>
      <translation>模型的训练病例中已有特征值相同的病例；若即为本例，则不能视为检验。</translation>
    </message>
  </context>
  <context>
    <name>models.patient</name>
    <message>
      <source>Arterial phase: {message}</source>
      <translation>动脉期：{message}</translation>
    </message>
    <message>
      <source>Model '{name}' has no clinical variable '{variable}'; {known}.</source>
      <translation>模型“{name}”没有临床变量“{variable}”；{known}。</translation>
    </message>
    <message>
      <source>Model '{name}' needs the clinical variable '{variable}'; give it as {variable}=VALUE.</source>
      <translation>模型“{name}”需要临床变量“{variable}”；请填写其数值（{variable}=数值）。</translation>
    </message>
    <message>
      <source>Model '{name}' scores tables only (predict --table). {columns}</source>
      <translation>模型“{name}”只能对表格评分（需在命令行中进行）。{columns}</translation>
    </message>
    <message>
      <source>Portal phase: {message}</source>
      <translation>门静脉期：{message}</translation>
    </message>
    <message>
      <source>Profile '{name}' extracts {feature_set} features, but model '{model}' uses {feature_set2}; choose a profile of that feature set.</source>
      <translation>提取配置“{name}”提取的是 {feature_set} 特征，而模型“{model}”使用 {feature_set2}；请选择该特征集的配置。</translation>
    </message>
    <message>
      <source>it uses none</source>
      <translation>它不使用任何临床变量</translation>
    </message>
    <message>
      <source>it uses {wanted}</source>
      <translation>它使用 {wanted}</translation>
    </message>
  </context>
  <context>
    <name>models.perturbed_prediction</name>
    <message>
      <source>Only {scored} of {perturbations} perturbed contours could be scored, so there is no spread (the first refusal: {reason}).</source>
      <translation>{perturbations} 个扰动轮廓中只有 {scored} 个能够评分，因此没有离散程度（首个拒绝原因：{reason}）。</translation>
    </message>
    <message>
      <source>{perturbations} perturbations show no spread; ask for at least {fewest}.</source>
      <translation>{perturbations} 次扰动无法显示离散程度；请至少要求 {fewest} 次。</translation>
    </message>
  </context>
  <context>
    <name>models.profile_match</name>
    <message>
      <source>The features were extracted with profile {found}, but model '{name}' and its calibration need {expected}; extract them with that profile (--profile F.json).</source>
      <translation>特征以配置 {found} 提取，而模型“{name}”及其校准需要 {expected}；请用该配置提取（目前只能在命令行中进行）。</translation>
    </message>
    <message>
      <source>The values carry no profile_hash; nothing shows that they were extracted with profile {expected}.</source>
      <translation>这些数值没有 profile_hash，无从得知其是否以配置 {expected} 提取。</translation>
    </message>
  </context>
  <context>
    <name>models.quantiles</name>
    <message>
      <source>{where} are of other columns than the model's; make the file again.</source>
      <translation>{where} 所属的列与模型的不同；请重新制作该文件。</translation>
    </message>
    <message>
      <source>{where}: '{key}' must hold {levels} finite numbers; make the file again.</source>
      <translation>{where}：“{key}”必须含 {levels} 个有限数值；请重新制作该文件。</translation>
    </message>
    <message>
      <source>{where}: '{key}' must not fall; make the file again.</source>
      <translation>{where}：“{key}”不得递减；请重新制作该文件。</translation>
    </message>
    <message>
      <source>{where}: the levels must be {levels}; make the file again.</source>
      <translation>{where}：水平必须为 {levels}；请重新制作该文件。</translation>
    </message>
  </context>
  <context>
    <name>models.reference</name>
    <message>
      <source>{where} must be a symmetric positive definite matrix of {size} by {size} finite numbers.</source>
      <translation>{where} 必须是由有限数值组成的 {size} x {size} 对称正定矩阵。</translation>
    </message>
    <message>
      <source>{where}, domain: the transforms are of other columns than the model's; make the file again.</source>
      <translation>{where}, domain：变换所属的列与模型的不同；请重新制作该文件。</translation>
    </message>
  </context>
  <context>
    <name>models.rows_of_patients</name>
    <message>
      <source>One patient has {most} of the {rows} rows of {source}. Intervals may be far too narrow then, since nothing here shows how far another such patient would differ; keep fewer rows of that patient, or add patients.</source>
      <translation>一名患者占 {source} 的 {rows} 行中的 {most} 行。此时区间可能过窄很多，因为这里没有任何信息表明另一名这样的患者会相差多少；请减少该患者的行数，或增加患者。</translation>
    </message>
  </context>
  <context>
    <name>models.score_map</name>
    <message>
      <source>{source} is empty; draw the lesion, or choose another segment.</source>
      <translation>{source}为空；请勾画病灶，或选择其他分割区域。</translation>
    </message>
  </context>
  <context>
    <name>models.scoring</name>
    <message>
      <source> and no </source>
      <translation>和</translation>
    </message>
    <message>
      <source>Model '{name}' carries no {missing_parts} of its own, so it gives no probability without a calibration: make one from a reference cohort with  pcr-predictor calibrate --model {name} --cohort COHORT.csv --outcome COLUMN --output calibration.json  and pass it with --calibration calibration.json.</source>
      <translation>模型“{name}”本身不含{missing_parts}，没有校准（{name}）就不给出概率：请用“制作校准…”由参考队列生成校准，然后选择它。</translation>
    </message>
    <message>
      <source>Model '{name}' was trained on features extracted {former}; run  pcr-predictor cohort  and  pcr-predictor train again.</source>
      <translation>模型“{name}”所用的特征是以旧方式提取的（{former}）；请重新执行“计算特征”和“训练并验证”（“队列”页）。</translation>
    </message>
    <message>
      <source>The calibration scales other columns than model '{name}' uses; make it again.</source>
      <translation>该校准所标准化的列与模型“{name}”使用的列不同；请重新制作。</translation>
    </message>
    <message>
      <source>The calibration was made for model '{model}' ({made_for}), not for '{name}' ({given}); choose the model it belongs to or calibrate this one with  pcr-predictor calibrate.</source>
      <translation>该校准是为模型“{model}”（{made_for}）制作的，而不是“{name}”（{given}）；请选择其所属的模型，或用“制作校准…”校准当前模型。</translation>
    </message>
    <message>
      <source>The calibration was made {former}; run  pcr-predictor cohort  again on its cohort and  pcr-predictor calibrate  on that table.</source>
      <translation>该校准是以旧方式制作的（{former}）；请对其队列重新“计算特征”，并用该表“制作校准…”。</translation>
    </message>
    <message>
      <source>The calibration's features were extracted with profile {value}, the model's with {value2}; calibrate on a cohort extracted with the model's profile.</source>
      <translation>校准的特征以配置 {value} 提取，模型的则以 {value2} 提取；请用按模型配置提取的队列进行校准。</translation>
    </message>
    <message>
      <source>The contributions add up beyond any finite number, '{label}' with {contribution:g} first of all; check the value and its scaling.</source>
      <translation>各项贡献之和超出有限数值，首先是“{label}”的 {contribution:g}；请检查其数值和标准化参数。</translation>
    </message>
    <message>
      <source>The feature '{column}' is {value:g}, against a mean of {mean:g} and a standard deviation of {std:g}: its contribution is no finite number; check the value and the scaling.</source>
      <translation>特征“{column}”为 {value:g}，而均值为 {mean:g}、标准差为 {std:g}：其贡献不是有限数值；请检查该数值和标准化参数。</translation>
    </message>
    <message>
      <source>The feature '{column}' is {value}; check the image and contour it comes from.</source>
      <translation>特征“{column}”为 {value}；请检查其来源的图像和轮廓。</translation>
    </message>
    <message>
      <source>The feature '{column}' of the model is missing; extract it or give its value.</source>
      <translation>缺少模型的特征“{column}”；请提取该特征或给出其数值。</translation>
    </message>
    <message>
      <source>The intercept rests on a stated prevalence of {prevalence:.3g} %, not on outcomes; no cut-off holds on this scale, so no class is stated.</source>
      <translation>截距依据声明的患病比例 {prevalence:.3g} %，而非实际结局；此标尺上没有有效截断值，因此不给出分类。</translation>
    </message>
    <message>
      <source>above</source>
      <translation>高于</translation>
    </message>
    <message>
      <source>below</source>
      <translation>低于</translation>
    </message>
    <message>
      <source>training</source>
      <translation>训练</translation>
    </message>
    <message>
      <source>{in_words} lies {standardized:.1f} standard deviations {side} the reference cohort's mean; the score extrapolates.</source>
      <translation>{in_words}{side}参考队列均值 {standardized:.1f} 个标准差；评分属于外推。</translation>
    </message>
  </context>
  <context>
    <name>models.sentences</name>
    <message>
      <source>, a coarse limit for want of 100 patients</source>
      <translation>（患者不足 100 例，该界限较粗略）</translation>
    </message>
    <message>
      <source>; calibrate with --fit-slope</source>
      <translation>；请在校准时一并拟合斜率（目前只能在命令行中进行）</translation>
    </message>
    <message>
      <source>In the {cohort} cohort no cut-off by {rule} is to be found; there is no cut-off and no class.</source>
      <translation>在{cohort}队列中按 {rule} 找不到截断值；因此没有截断值和分类。</translation>
    </message>
    <message>
      <source>In the {cohort} cohort the score is not shown to tell pCR from non-pCR (AUC {auc:.2f}, 95 % interval {low:.2f} to {high:.2f}, which must lie above 0.5); there is no cut-off and no class.</source>
      <translation>在{cohort}队列中，未能证明该评分可区分 pCR 与非 pCR（AUC {auc:.2f}，95 % 区间 {low:.2f} 至 {high:.2f}，须高于 0.5）；因此没有截断值和分类。</translation>
    </message>
    <message>
      <source>Nothing is known of the features of the patients that this model was made from, so nothing shows whether this one is like them.</source>
      <translation>该模型所用患者的特征未知，因此无从判断本例患者是否与其相似。</translation>
    </message>
    <message>
      <source>Simulated outcomes drawn from the models themselves: the AUC shows nothing.</source>
      <translation>模拟的结局由模型自身抽取得出：AUC 不说明任何问题。</translation>
    </message>
    <message>
      <source>The calibration cannot be cross-validated, since without some of its patients a feature hardly varies or the fit has no finite answer; there is no AUC, no cut-off and no class. Look for a value far from all others.</source>
      <translation>该校准无法进行交叉验证：去掉部分患者后，某个特征几乎不变，或拟合没有有限解；因此没有 AUC、截断值和分类。请查找远离其他所有值的异常值。</translation>
    </message>
    <message>
      <source>The cohort leaves its cut-off so uncertain that {share:.0f} % of its patients would be too close to call; there is no cut-off and no class. A larger cohort would narrow it.</source>
      <translation>该队列的截断值过于不确定，{share:.0f} % 的患者将因过于接近而无法判定；因此没有截断值和分类。更大的队列可缩小其范围。</translation>
    </message>
    <message>
      <source>The features together lie {distance} standard deviations from the middle of the {cohort} cohort; up to {limit} is like it{reserve}.</source>
      <translation>各特征合在一起距{cohort}队列中心 {distance} 个标准差；不超过 {limit} 视为与其相似{reserve}。</translation>
    </message>
    <message>
      <source>This calibration's probabilities are unreliable</source>
      <translation>该校准给出的概率不可靠</translation>
    </message>
    <message>
      <source>a higher score did not go with more responses, so check the coding of the outcome</source>
      <translation>评分越高并未伴随更多缓解，请检查结局的编码</translation>
    </message>
    <message>
      <source>above</source>
      <translation>高于</translation>
    </message>
    <message>
      <source>below</source>
      <translation>低于</translation>
    </message>
    <message>
      <source>they are too extreme, the high ones too high and the low ones too low</source>
      <translation>概率过于极端，高者过高、低者过低</translation>
    </message>
    <message>
      <source>they are too timid, the high ones too low and the low ones too high</source>
      <translation>概率过于保守，高者偏低、低者偏高</translation>
    </message>
    <message>
      <source>{auc:.2f} (95 % interval {low:.2f} to {high:.2f})</source>
      <translation>{auc:.2f}（95 % 区间 {low:.2f} 至 {high:.2f}）</translation>
    </message>
    <message>
      <source>{name} lies {position:.1f} standard deviations {side} the middle of the {cohort} cohort.</source>
      <translation>{name}{side}{cohort}队列中心 {position:.1f} 个标准差。</translation>
    </message>
    <message>
      <source>{outside} of {scored} perturbed contours lie outside what calibration or training has seen, so that their spread means little.</source>
      <translation>{scored} 个扰动轮廓中有 {outside} 个超出该校准或训练所见过的范围，因此其离散程度意义不大。</translation>
    </message>
    <message>
      <source>{unreliable}: in its cohort {meaning} (slope of the score {slope:.2f}, standard error {standard_error:.2f}, where 1 is right){advice}.</source>
      <translation>{unreliable}：在其队列中，{meaning}（评分的斜率 {slope:.2f}，标准误 {standard_error:.2f}，以 1 为准）{advice}。</translation>
    </message>
    <message>
      <source>{value:.3f} (95 % interval {lower:.3f} to {upper:.3f}), by {rule}, mean of {splits} splits</source>
      <translation>{value:.3f}（95 % 区间 {lower:.3f} 至 {upper:.3f}），按 {rule}，{splits} 次划分的均值</translation>
    </message>
  </context>
  <context>
    <name>models.site_cutoff</name>
    <message>
      <source>calibration</source>
      <translation>校准</translation>
    </message>
  </context>
  <context>
    <name>models.table</name>
    <message>
      <source> ({reason})</source>
      <translation>（原因：{reason}）</translation>
    </message>
    <message>
      <source>check the header.</source>
      <translation>请检查表头。</translation>
    </message>
    <message>
      <source>complete the cell or drop the case</source>
      <translation>请补全该单元格或去掉该病例</translation>
    </message>
    <message>
      <source>did you mean {near}?</source>
      <translation>您是否指 {near}？</translation>
    </message>
    <message>
      <source>empty</source>
      <translation>空</translation>
    </message>
    <message>
      <source>{source} has no column '{name}'; {hint}</source>
      <translation>{source} 没有“{name}”列；{hint}</translation>
    </message>
    <message>
      <source>{source} was extracted {former}; run  pcr-predictor cohort  on its images again.</source>
      <translation>{source} 是以旧方式提取的（{former}）；请对其图像重新“计算特征”。</translation>
    </message>
    <message>
      <source>{source}, row {number}: '{name}' is empty; give every case an identifier.</source>
      <translation>{source} 第 {number} 行：“{name}”为空；请为每个病例给出标识。</translation>
    </message>
    <message>
      <source>{source}, row {row}, column '{column}'</source>
      <translation>{source} 第 {row} 行“{column}”列</translation>
    </message>
    <message>
      <source>{source}, row {row}, column '{name}' holds '{value:.40}', which is no number ({reason}); write plain numbers with decimal points (1 and 0 for true and false) or leave the column out.</source>
      <translation>{source} 第 {row} 行“{name}”列的“{value:.40}”不是数值（{reason}）；请写成带小数点的普通数值（以 1 和 0 表示真和假），或去掉该列。</translation>
    </message>
    <message>
      <source>{source}, row {row}: 'simulated' must be true or false, not '{value:.40}'.</source>
      <translation>{source} 第 {row} 行：“simulated”必须是 true 或 false，而不是“{value:.40}”。</translation>
    </message>
    <message>
      <source>{source}, row {row}: profile_hash {value} differs from {found}; extract all cases with one profile.</source>
      <translation>{source} 第 {row} 行：profile_hash {value} 与 {found} 不同；请用同一配置提取所有病例。</translation>
    </message>
    <message>
      <source>{source}, rows {first_row} and {number} have the same '{name}'; keep one row for each case.</source>
      <translation>{source} 第 {first_row} 行与第 {number} 行的“{name}”相同；请为每个病例保留一行。</translation>
    </message>
    <message>
      <source>{source}: the column '{name}' holds identifiers or features, so it cannot serve here; name another column.</source>
      <translation>{source}：“{name}”列含有标识或特征，不能用于此处；请指定另一列。</translation>
    </message>
    <message>
      <source>{where} holds '{text:.40}', which is no number{reason}; correct it, write categories as 0 and 1, or leave the column out.</source>
      <translation>{where}的“{text:.40}”不是数值{reason}；请更正，将类别写成 0 和 1，或去掉该列。</translation>
    </message>
    <message>
      <source>{where} holds '{text:.40}', which is not finite; correct it or drop the case.</source>
      <translation>{where}的“{text:.40}”不是有限数值；请更正或去掉该病例。</translation>
    </message>
    <message>
      <source>{where} is missing; {if_missing}.</source>
      <translation>{where}缺失；{if_missing}。</translation>
    </message>
  </context>
  <context>
    <name>models.training_cohort</name>
    <message>
      <source>model '{name}', training</source>
      <translation>模型“{name}”的训练记录</translation>
    </message>
    <message>
      <source>model '{name}', training, {acquisition_key}</source>
      <translation>模型“{name}”的训练记录 {acquisition_key}</translation>
    </message>
    <message>
      <source>model '{name}', training, {fingerprints_key} must be a list of hashes; export the model again.</source>
      <translation>模型“{name}”的训练记录 {fingerprints_key} 必须是散列值列表；请重新导出模型。</translation>
    </message>
    <message>
      <source>{where} must be an object; export the model again.</source>
      <translation>{where} 必须是对象；请重新导出模型。</translation>
    </message>
  </context>
  <context>
    <name>models.training_cutoff</name>
    <message>
      <source>AUC in training, cross-validated</source>
      <translation>训练中的 AUC（交叉验证）</translation>
    </message>
    <message>
      <source>Cut-off of the model</source>
      <translation>模型的截断值</translation>
    </message>
    <message>
      <source>Too close to the model's cut-off</source>
      <translation>过于接近模型截断值</translation>
    </message>
    <message>
      <source>model '{name}', training, {cutoff_key}</source>
      <translation>模型“{name}”的训练记录 {cutoff_key}</translation>
    </message>
    <message>
      <source>{too_close:.0f} % of the training cohort</source>
      <translation>训练队列的 {too_close:.0f} %</translation>
    </message>
    <message>
      <source>{where} is of another cut-off than the model's own; export the model again.</source>
      <translation>{where} 所属的截断值与模型自身的不同；请重新导出模型。</translation>
    </message>
  </context>
  <context>
    <name>mrml.grid</name>
    <message>
      <source>harden the transform, or take it out of it</source>
      <translation>请固化该变换，或将节点移出该变换</translation>
    </message>
    <message>
      <source>take it out of the transform, since texture is only defined on the voxels that were scanned</source>
      <translation>请将其移出该变换，因为纹理只在所扫描的体素上有定义</translation>
    </message>
    <message>
      <source>{source} has a singular geometry; correct its spacing, directions and transforms.</source>
      <translation>{source}的几何信息无效；请更正其间距、方向和变换。</translation>
    </message>
    <message>
      <source>{source} has no voxels; load or draw it again.</source>
      <translation>{source}没有体素；请重新载入或勾画。</translation>
    </message>
    <message>
      <source>{source} is sheared: its axes are not at right angles; remove the shearing transform, or resample the volume onto a rectangular grid and contour it there.</source>
      <translation>{source}存在剪切：其坐标轴不成直角；请移除剪切变换，或将体数据重采样到直角网格后再勾画。</translation>
    </message>
    <message>
      <source>{source} is under the non-linear transform '{transform}': {remedy}.</source>
      <translation>{source}处于非线性变换“{transform}”之下：{remedy}。</translation>
    </message>
  </context>
  <context>
    <name>mrml.scene_case</name>
    <message>
      <source>A chosen volume or segmentation is no longer in the scene; choose it again.</source>
      <translation>所选的体数据或分割已不在场景中；请重新选择。</translation>
    </message>
    <message>
      <source>the chosen segment is no longer in the segmentation '{name}'; choose another one.</source>
      <translation>所选分割区域已不在分割“{name}”中；请另选一个。</translation>
    </message>
  </context>
  <context>
    <name>mrml.segmentation_file</name>
    <message>
      <source>Slicer cannot write the contour '{name}' to {path}; free space, choose another folder, or draw it again.</source>
      <translation>Slicer 无法将轮廓“{name}”写入 {path}；请释放空间、选择其他文件夹，或重新勾画。</translation>
    </message>
    <message>
      <source>{path!a} is no Unicode name, so Slicer cannot write it; name another place.</source>
      <translation>{path!a} 不是 Unicode 名称，Slicer 无法写入；请指定其他位置。</translation>
    </message>
  </context>
  <context>
    <name>mrml.segments</name>
    <message>
      <source>No segmentation is chosen; choose one for each phase.</source>
      <translation>未选择分割；请为每一期各选一个。</translation>
    </message>
    <message>
      <source>No volume is chosen; choose one for each phase.</source>
      <translation>未选择体数据；请为每一期选择一个。</translation>
    </message>
    <message>
      <source>has no segment '{wanted}'</source>
      <translation>没有分割区域“{wanted}”</translation>
    </message>
    <message>
      <source>has {found} segments named '{wanted}', give the id</source>
      <translation>有 {found} 个名为“{wanted}”的分割区域，请给出编号</translation>
    </message>
    <message>
      <source>the segment '{name}' of '{segmentation}'</source>
      <translation>“{segmentation}”的分割区域“{name}”</translation>
    </message>
    <message>
      <source>the segment of '{name}'</source>
      <translation>“{name}”的分割区域</translation>
    </message>
    <message>
      <source>the segmentation '{name}' {problem}; segments present: {present}.</source>
      <translation>分割“{name}”{problem}；现有分割区域：{present}。</translation>
    </message>
    <message>
      <source>{source} is empty; draw the tumor in it first.</source>
      <translation>{source} 是空的；请先在其中勾画肿瘤。</translation>
    </message>
    <message>
      <source>{source} is kept as '{kind}' and encloses no voxel: it is not closed, or too small; draw the tumor anew.</source>
      <translation>{source} 以“{kind}”形式保存，但不包含任何体素：它没有封闭，或者太小；请重新勾画肿瘤。</translation>
    </message>
    <message>
      <source>{source} is kept as '{kind}', of which this Slicer cannot make voxels; install what does (for contours of DICOM RT the extension SlicerRT), or draw the tumor anew.</source>
      <translation>{source} 以“{kind}”形式保存，此 Slicer 无法由它生成体素；请安装能够转换的扩展（DICOM RT 轮廓需要 SlicerRT 扩展），或重新勾画肿瘤。</translation>
    </message>
    <message>
      <source>{source} lies wholly outside the volume '{volume}'; choose the segmentation that was drawn on this volume, or bring both under the same transform.</source>
      <translation>{source}完全位于体数据“{volume}”之外；请选择在该体数据上勾画的分割，或将两者置于同一变换之下。</translation>
    </message>
  </context>
  <context>
    <name>mrml.tables</name>
    <message>
      <source>The columns of the table '{name}' differ in length: {lengths}.</source>
      <translation>表格“{name}”的各列长度不同：{lengths}。</translation>
    </message>
    <message>
      <source>The phases hold different features ({feature} is in one only); extract both alike.</source>
      <translation>两期的特征不同（{feature} 只在其中一期）；请以相同方式提取两期。</translation>
    </message>
  </context>
  <context>
    <name>mrml.volumes</name>
    <message>
      <source>No volume is chosen; choose one for each phase.</source>
      <translation>未选择体数据；请为每一期选择一个。</translation>
    </message>
    <message>
      <source>the volume '{name}'</source>
      <translation>体数据“{name}”</translation>
    </message>
    <message>
      <source>{source} has no voxels; load it again.</source>
      <translation>{source}没有体素；请重新载入。</translation>
    </message>
    <message>
      <source>{source} has {components} components per voxel; one grey value each is needed.</source>
      <translation>{source}每个体素有 {components} 个分量；每个体素只需一个灰度值。</translation>
    </message>
    <message>
      <source>{source} was changed while it was read; choose it again.</source>
      <translation>{source}在读取过程中被更改；请重新选择。</translation>
    </message>
    <message>
      <source>{source} was loaded from slices that lie on no regular grid ({irregular}), which Slicer shows as if they did; load the complete series, or another reconstruction of it.</source>
      <translation>{source}由不在规则网格上的层面载入（{irregular}），而Slicer将其显示为规则网格；请载入完整的序列，或该序列的另一重建。</translation>
    </message>
  </context>
  <context>
    <name>patient.all_features</name>
    <message>
      <source>Extracting the features of the {phase}</source>
      <translation>正在提取{phase}的特征</translation>
    </message>
  </context>
  <context>
    <name>patient.contour_copy</name>
    <message>
      <source>Choose the volume of the {phase} first.</source>
      <translation>请先选择{phase}的体数据。</translation>
    </message>
    <message>
      <source>Moved to the {phase} by {shift_mm} and {turn_degrees:.1f} degrees (correlation around the tumor {correlation_before:.2f} before, {correlation_after:.2f} after)</source>
      <translation>已移至{phase}：平移 {shift_mm}，旋转 {turn_degrees:.1f} 度（肿瘤周围的相关系数由 {correlation_before:.2f} 变为 {correlation_after:.2f}）</translation>
    </message>
    <message>
      <source>This copy may be wrong: {doubt}. {moved}: undo and draw by hand, or correct it everywhere.</source>
      <translation>此副本可能有误：{doubt}。{moved}：请撤销并手工勾画，或逐处修正。</translation>
    </message>
    <message>
      <source>anterior</source>
      <translation>向前</translation>
    </message>
    <message>
      <source>inferior</source>
      <translation>向下（足侧）</translation>
    </message>
    <message>
      <source>left</source>
      <translation>向左</translation>
    </message>
    <message>
      <source>less than 0.1 mm</source>
      <translation>不足 0.1 mm</translation>
    </message>
    <message>
      <source>posterior</source>
      <translation>向后</translation>
    </message>
    <message>
      <source>right</source>
      <translation>向右</translation>
    </message>
    <message>
      <source>superior</source>
      <translation>向上（头侧）</translation>
    </message>
    <message>
      <source>{moved}: look at it, then accept or undo.</source>
      <translation>{moved}：请查看后接受或撤销。</translation>
    </message>
  </context>
  <context>
    <name>patient.contour_panel</name>
    <message>
      <source>Accepted.</source>
      <translation>已接受。</translation>
    </message>
    <message>
      <source>Accepted; the former contour is kept, hidden.</source>
      <translation>已接受；先前的轮廓保留并隐藏。</translation>
    </message>
    <message>
      <source>Choose the volume of this phase first.</source>
      <translation>请先选择此期的体数据。</translation>
    </message>
    <message>
      <source>Cop&amp;y to the arterial phase</source>
      <translation>复制到动脉期(&amp;Y)</translation>
    </message>
    <message>
      <source>Cop&amp;y to the portal venous phase</source>
      <translation>复制到门静脉期(&amp;Y)</translation>
    </message>
    <message>
      <source>Press New contour to draw the tumor on this phase.</source>
      <translation>按“新建轮廓”在此期上勾画肿瘤。</translation>
    </message>
    <message>
      <source>This contour was drawn on another volume, and painting changes it there; press New contour to draw on this one.</source>
      <translation>此轮廓是在另一个容积上勾画的，在此涂画会改动那里的轮廓；如需在当前容积上勾画，请按“新建轮廓”。</translation>
    </message>
    <message>
      <source>This segment is not the one that is scored; choose it above, under Patient, to score it.</source>
      <translation>此分割区域不是被评分的区域；如需评分，请在上方的“患者”部分选用它。</translation>
    </message>
    <message>
      <source>Window...</source>
      <translation>窗...</translation>
    </message>
    <message>
      <source>{volume} contour</source>
      <translation>{volume} 轮廓</translation>
    </message>
  </context>
  <context>
    <name>patient.contour_proposals</name>
    <message>
      <source>A computation is running; wait for it or cancel it.</source>
      <translation>计算正在进行；请等待或取消。</translation>
    </message>
    <message>
      <source>Choose the volume of the {phase} first.</source>
      <translation>请先选择{phase}的体数据。</translation>
    </message>
    <message>
      <source>Propose a contour from the longest diameter first, then correct it.</source>
      <translation>请先根据最长径生成建议轮廓，再进行修正。</translation>
    </message>
    <message>
      <source>Proposed from a diameter of {length:.0f} mm: look at it on every slice, then accept, correct or undo.</source>
      <translation>由 {length:.0f} mm 的直径建议：请逐层查看，然后接受、修改或撤销。</translation>
    </message>
    <message>
      <source>The volume was changed while the contour was being proposed; propose or copy it again.</source>
      <translation>建议轮廓期间体数据已更换；请重新建议或复制。</translation>
    </message>
    <message>
      <source>This contour from a diameter of {length:.0f} mm is doubtful, since the image does not show where the lesion ends: undo and draw by hand, or correct it everywhere.</source>
      <translation>由 {length:.0f} mm 的直径得出的轮廓存疑，因为图像未显示病灶的边界：请撤销并手动勾画，或逐处修改。</translation>
    </message>
  </context>
  <context>
    <name>patient.contributions</name>
    <message>
      <source>Among the cohort</source>
      <translation>在队列中的位置</translation>
    </message>
    <message>
      <source>Each bar begins where the one above ends.</source>
      <translation>每个条形从上一个的终点开始。</translation>
    </message>
    <message>
      <source>Effect on the probability</source>
      <translation>对概率的影响</translation>
    </message>
    <message>
      <source>End, with all features: {share}</source>
      <translation>终点（计入全部特征）：{share}</translation>
    </message>
    <message>
      <source>Start, before any feature: {share}</source>
      <translation>起点（未计入任何特征）：{share}</translation>
    </message>
    <message>
      <source>cut-off {cutoff}</source>
      <translation>截断值 {cutoff}</translation>
    </message>
    <message>
      <source>lowers it</source>
      <translation>降低概率</translation>
    </message>
    <message>
      <source>raises the probability</source>
      <translation>提高概率</translation>
    </message>
    <message>
      <source>this patient</source>
      <translation>本例患者</translation>
    </message>
    <message>
      <source>with pCR</source>
      <translation>有 pCR</translation>
    </message>
    <message>
      <source>without, or all</source>
      <translation>无 pCR 或全体</translation>
    </message>
  </context>
  <context>
    <name>patient.current_case</name>
    <message>
      <source>A volume is changed again and again while it is read; stop what changes it, and try again.</source>
      <translation>体数据在读取时被反复修改；请停止修改后重试。</translation>
    </message>
    <message>
      <source>No contour is chosen; choose or draw one on each phase.</source>
      <translation>未选择轮廓；请在每一期上选择或勾画一个。</translation>
    </message>
    <message>
      <source>No volume is chosen; choose one for each phase.</source>
      <translation>未选择体数据；请为每一期选择一个。</translation>
    </message>
  </context>
  <context>
    <name>patient.export</name>
    <message>
      <source>The features need a case id; enter one that holds no patient's name.</source>
      <translation>特征需要病例编号；请输入不含患者姓名的编号。</translation>
    </message>
  </context>
  <context>
    <name>patient.inputs_panel</name>
    <message>
      <source>Choose the volume first; the contours belong to it.</source>
      <translation>请先选择图像；轮廓属于该图像。</translation>
    </message>
    <message>
      <source>Choose...</source>
      <translation>选择...</translation>
    </message>
    <message>
      <source>Contours (*.dcm *.seg.nrrd *.nrrd *.nii *.nii.gz *.mha);;All files (*)</source>
      <translation>轮廓 (*.dcm *.seg.nrrd *.nrrd *.nii *.nii.gz *.mha);;所有文件 (*)</translation>
    </message>
    <message>
      <source>Guessed from the series description; please confirm.</source>
      <translation>根据序列描述推测；请确认。</translation>
    </message>
    <message>
      <source>Not drawn over the phases, since it is not known which volume each belongs to: {names}. Choose one above to see it.</source>
      <translation>以下轮廓未显示在两个期相上，因为不知道它们各属于哪个体数据：{names}。请在上方选择一个以显示它。</translation>
    </message>
    <message>
      <source>Open contours: DICOM SEG, RTSTRUCT or label image</source>
      <translation>打开轮廓：DICOM SEG、RTSTRUCT 或标签图像</translation>
    </message>
    <message>
      <source>The contour was taken because it was drawn on this volume, or its segment is coded as a lesion; please confirm.</source>
      <translation>已采用该轮廓，因为它是在此影像上勾画的，或其分段被编码为病灶；请确认。</translation>
    </message>
  </context>
  <context>
    <name>patient.lesion_panel</name>
    <message>
      <source>Arterial</source>
      <translation>动脉期</translation>
    </message>
    <message>
      <source>No score yet</source>
      <translation>尚无评分</translation>
    </message>
    <message>
      <source>Portal</source>
      <translation>门静脉期</translation>
    </message>
    <message>
      <source>cannot be measured</source>
      <translation>无法测量</translation>
    </message>
    <message>
      <source>no contour yet</source>
      <translation>尚无轮廓</translation>
    </message>
    <message>
      <source>{headline} (out of date)</source>
      <translation>{headline}（已过期）</translation>
    </message>
  </context>
  <context>
    <name>patient.lesion_size</name>
    <message>
      <source>The lesion is {volume_ml} in the {phase} but {volume_ml2} in the {phase2}; check that both contours show the whole of one lesion.</source>
      <translation>病灶在{phase}为 {volume_ml}，在{phase2}为 {volume_ml2}；请检查两个轮廓是否都完整勾画了同一病灶。</translation>
    </message>
    <message>
      <source>{source} is empty; draw the tumor in it first.</source>
      <translation>{source} 是空的；请先在其中勾画肿瘤。</translation>
    </message>
    <message>
      <source>{volume:.0f} ml</source>
      <translation>{volume:.0f} 毫升</translation>
    </message>
    <message>
      <source>{volume:.3g} ml</source>
      <translation>{volume:.3g} 毫升</translation>
    </message>
    <message>
      <source>{volume_ml}, {diameter_mm:.0f} mm</source>
      <translation>{volume_ml}，{diameter_mm:.0f} 毫米</translation>
    </message>
  </context>
  <context>
    <name>patient.line_buttons</name>
    <message>
      <source>Longest diameter</source>
      <translation>最长径</translation>
    </message>
  </context>
  <context>
    <name>patient.model_card</name>
    <message>
      <source> and </source>
      <translation>和</translation>
    </message>
    <message>
      <source>Calibration</source>
      <translation>校准</translation>
    </message>
    <message>
      <source>Cut-off of the source</source>
      <translation>来源的截断值</translation>
    </message>
    <message>
      <source>Features</source>
      <translation>特征</translation>
    </message>
    <message>
      <source>Intended use</source>
      <translation>预期用途</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>模型</translation>
    </message>
    <message>
      <source>None needed.</source>
      <translation>不需要。</translation>
    </message>
    <message>
      <source>None; the model lacks {lacking}.</source>
      <translation>无；模型缺少 {lacking}。</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>说明</translation>
    </message>
    <message>
      <source>Simulated</source>
      <translation>模拟</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>来源</translation>
    </message>
    <message>
      <source>Trained on simulated patients: its numbers mean nothing for real ones.</source>
      <translation>由模拟患者训练：其数值对真实患者没有意义。</translation>
    </message>
    <message>
      <source>{features} ({parts}); feature set {feature_set}</source>
      <translation>{features} 个（{parts}）；特征集 {feature_set}</translation>
    </message>
    <message>
      <source>{name}, version {version}</source>
      <translation>{name}，版本 {version}</translation>
    </message>
    <message>
      <source>{number} clinical or of a table</source>
      <translation>临床或表格 {number} 个</translation>
    </message>
    <message>
      <source>{number} of the arterial phase</source>
      <translation>动脉期 {number} 个</translation>
    </message>
    <message>
      <source>{number} of the portal venous phase</source>
      <translation>门静脉期 {number} 个</translation>
    </message>
  </context>
  <context>
    <name>patient.model_choice</name>
    <message>
      <source> and no </source>
      <translation>和</translation>
    </message>
    <message>
      <source>Choose a model.</source>
      <translation>请选择模型。</translation>
    </message>
    <message>
      <source>Model '{name}' carries no {missing_parts} of its own, so it gives no probability without a calibration; open one, or make one from the features of your reference cohort.</source>
      <translation>模型“{name}”自身不带 {missing_parts}，因此没有校准就不给出概率；请打开一个校准，或用您的参考队列的特征制作一个。</translation>
    </message>
    <message>
      <source>The calibration was made for model '{model}', not for '{name}'; open one that was made for it, or make one from the features of your reference cohort.</source>
      <translation>该校准是为模型“{model}”而不是“{name}”制作的；请打开为其制作的校准，或用您的参考队列的特征制作一个。</translation>
    </message>
    <message>
      <source>The saved {kind} '{name}' cannot be loaded; open the file again or choose another {kind}.</source>
      <translation>保存的 {kind}“{name}”无法载入；请重新打开该文件或选择另一个 {kind}。</translation>
    </message>
  </context>
  <context>
    <name>patient.model_panel</name>
    <message>
      <source>Calibration (*.json)</source>
      <translation>校准 (*.json)</translation>
    </message>
    <message>
      <source>Choose...</source>
      <translation>选择...</translation>
    </message>
    <message>
      <source>Clinical value that the model asks for: a number with a decimal point.</source>
      <translation>模型所需的临床数值：使用小数点的数字。</translation>
    </message>
    <message>
      <source>Model (*.json)</source>
      <translation>模型 (*.json)</translation>
    </message>
    <message>
      <source>None</source>
      <translation>无</translation>
    </message>
    <message>
      <source>Open a calibration</source>
      <translation>打开校准</translation>
    </message>
    <message>
      <source>Open a model</source>
      <translation>打开模型</translation>
    </message>
  </context>
  <context>
    <name>patient.model_titles</name>
    <message>
      <source>, {events} with pCR</source>
      <translation>，其中 {events} 例达到 pCR</translation>
    </message>
    <message>
      <source>Wen 2024, SMOTE radiomics</source>
      <translation>Wen 2024，SMOTE 影像组学</translation>
    </message>
    <message>
      <source>Wen 2024, radiomics</source>
      <translation>Wen 2024，影像组学</translation>
    </message>
    <message>
      <source>simulated patients</source>
      <translation>名模拟患者</translation>
    </message>
    <message>
      <source>{title}, simulated</source>
      <translation>{title}，模拟</translation>
    </message>
  </context>
  <context>
    <name>patient.phase_check</name>
    <message>
      <source>Correct the phases, or confirm that they are right: {contradiction}.</source>
      <translation>请更正两期的选择，或确认其无误：{contradiction}。</translation>
    </message>
    <message>
      <source>The contour of the {phase} was proposed; please confirm it.</source>
      <translation>{phase}的轮廓为程序所提议；请确认。</translation>
    </message>
    <message>
      <source>The {phase} was guessed from the name of its volume; please confirm it.</source>
      <translation>{phase}由体数据的名称推测得出；请确认。</translation>
    </message>
    <message>
      <source>simulated patient</source>
      <translation>模拟患者</translation>
    </message>
    <message>
      <source>the {phase}</source>
      <translation>{phase}图像</translation>
    </message>
  </context>
  <context>
    <name>patient.prediction_presenter</name>
    <message>
      <source>Calibrating on the reference cohort</source>
      <translation>正在用参考队列校准</translation>
    </message>
    <message>
      <source>Choose a model, and let no computation run.</source>
      <translation>请选择模型，并确保没有计算正在进行。</translation>
    </message>
    <message>
      <source>The clinical value '{name}' is {value}; enter a finite number.</source>
      <translation>临床数值“{name}”为 {value}；请输入有限的数字。</translation>
    </message>
    <message>
      <source>The saved session cannot be read; choose volumes, contours and model again.</source>
      <translation>无法读取保存的会话；请重新选择体数据、轮廓和模型。</translation>
    </message>
  </context>
  <context>
    <name>patient.readiness</name>
    <message>
      <source>A computation is running; wait for it or cancel it.</source>
      <translation>计算正在进行；请等待或取消。</translation>
    </message>
    <message>
      <source>Accept or undo the proposed contour first.</source>
      <translation>请先接受或撤销建议的轮廓。</translation>
    </message>
    <message>
      <source>Both phases use the same volume; choose two different ones.</source>
      <translation>两期使用了同一体数据；请选择两个不同的。</translation>
    </message>
    <message>
      <source>Choose or draw the contour of the tumor on the {title}.</source>
      <translation>请在{title}上选择或勾画肿瘤轮廓。</translation>
    </message>
    <message>
      <source>Choose the segment that outlines the tumor on the {title}.</source>
      <translation>请选择在{title}上勾画肿瘤的分割区域。</translation>
    </message>
    <message>
      <source>Choose the volume of the {phase} first.</source>
      <translation>请先选择{phase}的体数据。</translation>
    </message>
    <message>
      <source>Choose the volume of the {title}.</source>
      <translation>请选择{title}的体数据。</translation>
    </message>
    <message>
      <source>Draw the contour on the {phase} first.</source>
      <translation>请先在{phase}上勾画轮廓。</translation>
    </message>
    <message>
      <source>Enter the clinical values that the model asks for: {missing}.</source>
      <translation>请输入模型所需的临床数值：{missing}。</translation>
    </message>
    <message>
      <source>Predict first; there is no result yet.</source>
      <translation>请先预测；尚无结果。</translation>
    </message>
    <message>
      <source>The result is out of date; predict again before {purpose}.</source>
      <translation>结果已过期；请重新预测后再{purpose}。</translation>
    </message>
    <message>
      <source>The volumes are being read, to compare them with the result; wait a moment.</source>
      <translation>正在读取体数据以与结果比较；请稍候。</translation>
    </message>
    <message>
      <source>This result was saved earlier; predict again in this session for its report, stability and map.</source>
      <translation>此结果是先前保存的；如需报告、稳定性和图，请在本次会话中重新预测。</translation>
    </message>
    <message>
      <source>asking more of it</source>
      <translation>进一步分析</translation>
    </message>
    <message>
      <source>saving it</source>
      <translation>保存</translation>
    </message>
  </context>
  <context>
    <name>patient.registration</name>
    <message>
      <source>Finding the rotation between the phases</source>
      <translation>正在求两期之间的旋转</translation>
    </message>
    <message>
      <source>Finding the shift between the phases</source>
      <translation>正在求两期之间的平移</translation>
    </message>
    <message>
      <source>Only {share:.0f} % of {source} would arrive inside {source2}; draw the contour by hand.</source>
      <translation>{source} 只有 {share:.0f} % 会落在 {source2} 之内；请手工勾画轮廓。</translation>
    </message>
    <message>
      <source>The alignment of the phases failed (a shift of {value:.0f} mm and a turn of {turn:.0f} degrees are not breathing); draw the contour by hand.</source>
      <translation>两期配准失败（平移 {value:.0f} mm、旋转 {turn:.0f} 度不是呼吸所致）；请手工勾画轮廓。</translation>
    </message>
    <message>
      <source>the phases are no more alike around the tumor than before</source>
      <translation>两期在肿瘤周围的相似程度没有提高</translation>
    </message>
    <message>
      <source>the phases remain unlike each other around the tumor</source>
      <translation>两期在肿瘤周围仍不相似</translation>
    </message>
    <message>
      <source>{source} cannot be aligned with {source2} around the contour: they hardly overlap there, or one of them is uniform; check that both belong to one examination, or draw the contour by hand.</source>
      <translation>{source} 无法在轮廓周围与 {source2} 配准：两者在该处几乎不重叠，或其中之一是均匀的；请检查两者是否属于同一次检查，或手工勾画轮廓。</translation>
    </message>
    <message>
      <source>{source} does not reach the contour; check that both phases belong to one examination, or draw the contour by hand.</source>
      <translation>{source} 未覆盖该轮廓；请检查两期是否属于同一次检查，或手工勾画轮廓。</translation>
    </message>
    <message>
      <source>{source} is empty; draw the tumor in it first.</source>
      <translation>{source} 是空的；请先在其中勾画肿瘤。</translation>
    </message>
  </context>
  <context>
    <name>patient.result</name>
    <message>
      <source>, {share:.0f} % of them on the same side of the cut-off</source>
      <translation>，其中 {share:.0f} % 位于截断值的同一侧</translation>
    </message>
    <message>
      <source>The paper's cut-off {paper_cutoff:g} holds on the paper's own scale only.</source>
      <translation>论文的截断值 {paper_cutoff:g} 只在论文自身的尺度上成立。</translation>
    </message>
    <message>
      <source>The saved prediction cannot be read; predict again.</source>
      <translation>无法读取保存的预测；请重新预测。</translation>
    </message>
    <message>
      <source>The saved prediction contradicts itself; predict again.</source>
      <translation>已保存的预测自相矛盾；请重新预测。</translation>
    </message>
    <message>
      <source>With {scored} contours drawn a little differently: {value} to {value2} (5th to 95th percentile){side}. {note}</source>
      <translation>对 {scored} 个略有不同的轮廓：{value} 至 {value2}（第 5 至第 95 百分位）{side}。{note}</translation>
    </message>
  </context>
  <context>
    <name>patient.result_panel</name>
    <message>
      <source>It explains the model, not the tumor: each part is left out of the contour in turn. Blue parts raise the score, orange parts lower it; the grayer, the less.</source>
      <translation>它解释的是模型而非肿瘤：依次将每个部分从轮廓中略去。蓝色部分提高评分，橙色部分降低评分；越灰影响越小。</translation>
    </message>
    <message>
      <source>Out of date: contours, volumes or model have changed since this result. Predict again.</source>
      <translation>已过期：得出此结果后轮廓、体数据或模型已改变。请重新预测。</translation>
    </message>
    <message>
      <source>Warnings</source>
      <translation>警告</translation>
    </message>
    <message>
      <source>{sentence}.</source>
      <translation>{sentence}。</translation>
    </message>
  </context>
  <context>
    <name>patient.rework</name>
    <message>
      <source>Leaving out one part of the lesion after another</source>
      <translation>正在逐一略去病灶的各部分</translation>
    </message>
    <message>
      <source>Scoring contours drawn a little differently</source>
      <translation>正在为略有不同的轮廓评分</translation>
    </message>
    <message>
      <source>{text}: {done} of {total}</source>
      <translation>{text}：已完成 {done} / {total}</translation>
    </message>
  </context>
  <context>
    <name>patient.score_map</name>
    <message>
      <source>The probability is {now}; no single part moves it.</source>
      <translation>概率为 {now}；没有单独某个部分使其变化。</translation>
    </message>
    <message>
      <source>The probability is {now}; {words}.</source>
      <translation>概率为 {now}；{words}。</translation>
    </message>
    <message>
      <source>arterial</source>
      <translation>动脉</translation>
    </message>
    <message>
      <source>portal</source>
      <translation>门静脉</translation>
    </message>
    <message>
      <source>without the part that lowers it most ({phase} phase) it would be {without}</source>
      <translation>去掉使其降低最多的部分（{phase}期）后为 {without}</translation>
    </message>
    <message>
      <source>without the part that raises it most ({phase} phase) it would be {without}</source>
      <translation>去掉使其升高最多的部分（{phase}期）后为 {without}</translation>
    </message>
  </context>
  <context>
    <name>patient.state</name>
    <message>
      <source>The clinical values cannot be read; give finite numbers by name (JSON), or enter them again.</source>
      <translation>无法读取临床数值；请按名称给出有限数值（JSON），或重新输入。</translation>
    </message>
    <message>
      <source>The saved choices cannot be read ({error}); choose volumes, contours and model again.</source>
      <translation>无法读取保存的选择（{error}）；请重新选择体数据、轮廓和模型。</translation>
    </message>
    <message>
      <source>arterial phase</source>
      <translation>动脉期</translation>
    </message>
    <message>
      <source>portal venous phase</source>
      <translation>门静脉期</translation>
    </message>
  </context>
  <context>
    <name>patient.strip</name>
    <message>
      <source>cohort unknown</source>
      <translation>队列未知</translation>
    </message>
  </context>
  <context>
    <name>patient.take_away_panel</name>
    <message>
      <source>Features (*.csv)</source>
      <translation>特征 (*.csv)</translation>
    </message>
    <message>
      <source>Features written to {path}.</source>
      <translation>特征已写入 {path}。</translation>
    </message>
    <message>
      <source>Prediction (*.json)</source>
      <translation>预测 (*.json)</translation>
    </message>
    <message>
      <source>Prediction written to {path}.</source>
      <translation>预测已写入 {path}。</translation>
    </message>
    <message>
      <source>Report (*.html)</source>
      <translation>报告 (*.html)</translation>
    </message>
    <message>
      <source>Report (*.pdf)</source>
      <translation>报告 (*.pdf)</translation>
    </message>
    <message>
      <source>Report written to {path}.</source>
      <translation>报告已写入 {path}。</translation>
    </message>
    <message>
      <source>Save all features</source>
      <translation>保存全部特征</translation>
    </message>
    <message>
      <source>Save the prediction</source>
      <translation>保存预测</translation>
    </message>
    <message>
      <source>Save the report</source>
      <translation>保存报告</translation>
    </message>
    <message>
      <source>{case} features</source>
      <translation>{case} 特征</translation>
    </message>
    <message>
      <source>{count} DICOM objects added to the study of the images. They carry the patient's name.</source>
      <translation>已把 {count} 个 DICOM 对象加入影像所属的检查。其中带有患者姓名。</translation>
    </message>
    <message>
      <source>{count} features of both phases are in the table node {name}.</source>
      <translation>两期的 {count} 个特征已在表格节点 {name} 中。</translation>
    </message>
  </context>
  <context>
    <name>patient.tasks</name>
    <message>
      <source>Computing the features and the probability</source>
      <translation>正在计算特征和概率</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>完成</translation>
    </message>
    <message>
      <source>Growing the lesion</source>
      <translation>正在生长病灶</translation>
    </message>
    <message>
      <source>Reading the volumes</source>
      <translation>正在读取体数据</translation>
    </message>
    <message>
      <source>Writing the report</source>
      <translation>正在写入报告</translation>
    </message>
  </context>
  <context>
    <name>patient.windows</name>
    <message>
      <source>Bone</source>
      <translation>骨窗</translation>
    </message>
    <message>
      <source>Lipiodol, metal</source>
      <translation>碘油、金属窗</translation>
    </message>
    <message>
      <source>Liver</source>
      <translation>肝窗</translation>
    </message>
    <message>
      <source>Liver, narrow</source>
      <translation>窄肝窗</translation>
    </message>
    <message>
      <source>Lung</source>
      <translation>肺窗</translation>
    </message>
  </context>
  <context>
    <name>presenter.messages</name>
    <message>
      <source>The program failed ({kind}: {error}); nothing was changed. Please report this as a bug.</source>
      <translation>程序出错（{kind}：{error}）；未作任何改动。请作为缺陷报告。</translation>
    </message>
  </context>
  <context>
    <name>scene.contour_file</name>
    <message>
      <source>The volume '{name}' is under a transform, but contours lie where it was scanned; take it out of the transform first.</source>
      <translation>体数据“{name}”处于变换之下，而轮廓位于其扫描时的位置；请先将其移出该变换。</translation>
    </message>
  </context>
  <context>
    <name>scene.result_folder</name>
    <message>
      <source>Pathological complete response</source>
      <translation>病理完全缓解</translation>
    </message>
  </context>
  <context>
    <name>scene.result_nodes</name>
    <message>
      <source>A.K. name</source>
      <translation>A.K. 名称</translation>
    </message>
    <message>
      <source>Coefficient (log odds per SD)</source>
      <translation>系数（每标准差的对数优势）</translation>
    </message>
    <message>
      <source>Contribution (log odds)</source>
      <translation>贡献（对数优势）</translation>
    </message>
    <message>
      <source>Feature</source>
      <translation>特征</translation>
    </message>
    <message>
      <source>Label</source>
      <translation>标签</translation>
    </message>
    <message>
      <source>Standardized (SD)</source>
      <translation>标准化值（标准差）</translation>
    </message>
    <message>
      <source>Value (in the feature's unit)</source>
      <translation>数值（以特征的单位计）</translation>
    </message>
    <message>
      <source>pCR contributions</source>
      <translation>pCR 贡献</translation>
    </message>
  </context>
  <context>
    <name>scene.sample_data</name>
    <message>
      <source>Pathological complete response</source>
      <translation>病理完全缓解</translation>
    </message>
    <message>
      <source>Simulated liver patient, two phases</source>
      <translation>模拟肝脏患者，双期</translation>
    </message>
  </context>
  <context>
    <name>scene.session</name>
    <message>
      <source>'{name}' cannot be scored; choose a scalar volume, no label map.</source>
      <translation>“{name}”无法评分；请选择标量体数据，而非标签图。</translation>
    </message>
    <message>
      <source>'{name}' is no segmentation; choose one.</source>
      <translation>“{name}”不是分割；请选择一个分割。</translation>
    </message>
  </context>
  <context>
    <name>views.layouts</name>
    <message>
      <source>Arterial</source>
      <translation>动脉期</translation>
    </message>
    <message>
      <source>Features</source>
      <translation>特征</translation>
    </message>
    <message>
      <source>Portal</source>
      <translation>门静脉期</translation>
    </message>
  </context>
  <context>
    <name>views.score_overlay</name>
    <message>
      <source>Where the model looks, arterial</source>
      <translation>模型关注之处，动脉期</translation>
    </message>
    <message>
      <source>Where the model looks, portal</source>
      <translation>模型关注之处，门静脉期</translation>
    </message>
  </context>
</TS>
